import { normaliseName } from '@rollcall/domain/trainer/trainer-lists';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readAttention } from '../../../src/modules/attention/read-attention.js';
import { type AttentionWorld, createAttentionWorld, TODAY } from './attention-world.js';

let world: AttentionWorld;
beforeAll(async () => {
  world = await createAttentionWorld();
});
afterEach(async () => {
  await world.reset();
  await world.rows('TRUNCATE course_run_trainer_decline');
});
afterAll(() => world.close());

const listed = (names: string | null, emails: string | null = null) =>
  world.rows('UPDATE course SET trainers_list = $1, trainers_email_list = $2', [names, emails]);

/** A trainer of the provider, unless told otherwise; gives the row id. */
async function addUser(name: string, email: string, { active = true, role = 'trainer' } = {}): Promise<string> {
  const id = world.deps.newId();
  await world.insert('app_user', { id, email, name, name_normalised: normaliseName(name), active });
  await world.insert('user_role', { provider_id: world.provider.id, user_id: id, role });
  return id;
}

const decline = (courseRunId: string, trainerId: string) =>
  world.insert('course_run_trainer_decline', {
    id: world.deps.newId(),
    provider_id: world.provider.id,
    course_run_id: courseRunId,
    trainer_id: trainerId,
  });

const told = async () => {
  const { groups } = await readAttention(world.deps.database.pool, world.provider, TODAY);
  const of = (kind: string) => groups.find((group) => group.kind === kind)?.items.map(({ key }) => key) ?? [];
  return { exhausted: of('trainer_list_exhausted'), ambiguous: of('ambiguous_trainer') };
};
const NONE = { exhausted: [], ambiguous: [] };

let ann: string;
let twins: string[];
beforeAll(async () => {
  ann = await addUser('Ann Invented', 'ann@example.org');
  await addUser('Bob Imagined', 'bob@example.org', { active: false });
  await addUser('Cat Madeup', 'cat@example.org', { role: 'operations' });
  twins = [await addUser('Twin Invented', 'twin1@example.org'), await addUser('TWIN  invented', 'twin2@example.org')];
});

describe('S0.33 nobody is left to ask', () => {
  test.each<[string, string | null, string | null, boolean]>([
    ['somebody can be asked', 'Bob Imagined | Ann Invented [WSQ]', null, false],
    ['there is no list at all', null, null, false],
    ['the list is blank', ' | ', null, false],
    ['bug 10 inactive, no trainer, unknown', 'Bob Imagined | Cat Madeup | Nobody Known', null, true],
    ['S0.27 the e-mail list where there are no names', null, 'ann@example.org', false],
    ['S0.27 nobody of the e-mail list', null, 'bob@example.org, nobody@example.org', true],
  ])('%s', async (_name, names, emails, exhausted) => {
    await listed(names, emails);
    await world.addRun('850001', { assigned: false });
    expect(await told()).toEqual({ ...NONE, exhausted: exhausted ? ['850001'] : [] });
  });

  test('of two runs, the one that everybody has declined', async () => {
    await listed('Ann Invented | Bob Imagined');
    await decline(await world.addRun('850001', { assigned: false }), ann);
    await world.addRun('850002', { assigned: false });
    expect(await told()).toEqual({ ...NONE, exhausted: ['850001'] });
  });

  test('not where somebody teaches; X26 an assessor does not, and is no longer to be asked', async () => {
    await listed('Ann Invented');
    await decline(await world.addRun('850001'), ann);
    await decline(await world.addRun('850002', { trainers: [{ email: 'other@example.org' }] }), ann);
    await world.addRun('850003', { trainers: [{ email: 'ann@example.org', role: 'assessor' }] });
    expect(await told()).toEqual({ ...NONE, exhausted: ['850003'] });
  });

  test('from today to the last day of the threshold, soonest first; neither begun nor cancelled nor archived', async () => {
    await listed('Nobody Known');
    await world.addRun('850001', { assigned: false, startDate: '2026-03-23' });
    await world.addRun('850002', { assigned: false, startDate: TODAY });
    await world.addRun('850003', { assigned: false, startDate: '2026-03-24' });
    await world.addRun('850004', { assigned: false, startDate: '2026-03-01' });
    await world.addRun('850005', { assigned: false, columns: { class_status: 'Cancelled' } });
    await world.addRun('850006', { assigned: false, columns: { archived_at: '2026-03-01T00:00:00Z' } });
    expect(await told()).toEqual({ ...NONE, exhausted: ['850002', '850001'] });
  });
});

describe('bug 9 a name that more than one user has', () => {
  test('is told, whether or not somebody else is left to ask', async () => {
    await listed('Twin Invented | Ann Invented');
    await decline(await world.addRun('850001', { assigned: false }), ann);
    await world.addRun('850002', { assigned: false });
    expect(await told()).toEqual({ exhausted: ['850001'], ambiguous: ['850001', '850002'] });
  });

  test('is of no interest where one of them teaches, or anybody', async () => {
    await listed('Twin Invented');
    expect(twins).toHaveLength(2);
    await world.addRun('850001', { trainers: [{ email: 'twin2@example.org' }] });
    await world.addRun('850002');
    expect(await told()).toEqual(NONE);
  });
});

test('one statement more where lists are read, whatever the number of runs and courses', async () => {
  await listed('Nobody Known | Ann Invented');
  const query = vi.spyOn(world.deps.database.pool, 'query');
  const counts: number[] = [];
  for (const size of [1, 10]) {
    for (let number = 0; number < size; number++) await world.addRun(`86${size}${number}`, { assigned: false });
    query.mockClear();
    await readAttention(world.deps.database.pool, world.provider, TODAY);
    counts.push(query.mock.calls.length);
  }
  query.mockRestore();
  expect(counts).toEqual([5, 5]);
});
