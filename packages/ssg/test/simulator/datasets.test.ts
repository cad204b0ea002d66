import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { isValidIdentifier } from '../../src/simulator/identifiers.js';
import { createSimulatedState } from '../../src/simulator/state.js';
import { samplesAreThere } from '../support/samples.js';
import { open, TODAY } from './support/simulation.js';

const HEADER =
  'coursereferencenumber,coursetitle,trainingprovideruen,trainingprovideralias,courserunstartdate,courserunenddate,mode_of_training';

async function csvWith(...rows: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-dataset-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'runs.csv');
  await writeFile(path, [HEADER, ...rows, ''].join('\n'));
  return path;
}
const load = (csvPath: string, uen?: string) =>
  createSimulatedState({ today: TODAY, dataset: { kind: 'csv', csvPath, ...(uen === undefined ? {} : { uen }) } });

test('published runs are moved by whole weeks until the middle start lies a week ahead', async () => {
  const path = await csvWith(
    'TGS-1,"Title, with comma",201912345K,ACADEMY,2026-06-01,2026-06-02,Classroom',
    'TGS-1,"Title, with comma",201912345K,ACADEMY,2026-06-08,2026-06-08,Synchronous eLearning',
    'TGS-2,Other,201912345K,ACADEMY,2026-08-03,2026-08-31,Work-based/Workplace learning',
  );

  const state = await load(path);

  // The middle start was Monday 8 June; Monday 30 November is the nearest to a week after today.
  expect(state.runs().map(({ id, startDate, endDate, modeOfTraining }) => [id, startDate, endDate, modeOfTraining])).toEqual([
    [850000, '2026-11-23', '2026-11-24', '1'],
    [850001, '2026-11-30', '2026-11-30', '9'],
    [850002, '2027-01-25', '2027-02-22', '10'],
  ]);
  expect(state.courses('201912345K').map(({ referenceNumber, title }) => [referenceNumber, title])).toEqual([
    ['TGS-1', 'Title, with comma'],
    ['TGS-2', 'Other'],
  ]);
});

test('unreadable rows are reported with their line, the rest loads', async () => {
  const path = await csvWith(
    'TGS-1,Title,201912345K,ACADEMY,2026-06-01,2026-06-02,Classroom',
    'TGS-1,Title,201912345K,ACADEMY,01/06/2026,2026-06-02,Classroom',
    'TGS-1,Title,201912345K,ACADEMY,2026-06-05,2026-06-02,Classroom',
    'TGS-1,Title,201912345K,ACADEMY,2026-06-05,2026-06-06,Telepathy',
    'TGS-1,Ti"tle,201912345K,ACADEMY,2026-06-05,2026-06-06,Classroom',
    'TGS-1,Title,201912345K',
    ',Title,201912345K,ACADEMY,2026-06-05,2026-06-06,Classroom',
    'TGS-1,Title,201999999E,OTHER,2026-06-05,2026-06-06,Classroom',
    'TGS-3,Last,201912345K,ACADEMY,2026-06-01,2026-06-02,Assessment',
  );

  const state = await load(path);

  expect(state.runs()).toHaveLength(2);
  expect(state.rejectedRows.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(state.rejectedRows.map(({ reason }) => reason)).toMatchObject([
    'courserunstartdate "01/06/2026" is not a date',
    'the run ends before it starts',
    'mode_of_training "Telepathy" is not in SSG\'s table',
    expect.stringContaining('Invalid Opening Quote'),
    expect.stringContaining('Invalid Record Length'),
    'coursereferencenumber is blank',
    'TGS-1 belongs to 201912345K on an earlier line',
  ]);
});

test('a dataset without use says so', async () => {
  const path = await csvWith('TGS-1,Title,201912345K,ACADEMY,2026-06-01,2026-06-02,Classroom');

  await expect(load(path, '199900650G')).rejects.toThrow('no readable course run of the provider 199900650G');
  await writeFile(path, 'a,b\n1,2\n');
  await expect(load(path)).rejects.toThrow('it lacks the columns coursereferencenumber');
  await expect(load(`${path}.gone`)).rejects.toThrow('ENOENT');
  await expect(createSimulatedState({ today: 'today' })).rejects.toThrow('"today" is not a calendar date');
});

test.skipIf(!samplesAreThere)('the public list of 4,472 runs loads, and one provider of it', async () => {
  const csvPath = fileURLToPath(new URL('../../../../../shared/samples/datasets/tgs-course-runs.csv', import.meta.url));

  const everybody = await load(csvPath);
  const one = await load(csvPath, '200609670D');

  expect([everybody.runs().length, everybody.courses().length, everybody.rejectedRows]).toEqual([4472, 1712, []]);
  expect([one.runs().length, one.providers().map(({ uen }) => uen)]).toEqual([100, ['200609670D']]);
  expect(one.provider('200609670D')?.trainers).toHaveLength(12);
});

const GENERATED = { kind: 'generated', courses: 10, runsPerCourse: 30 } as const;

const bytes = async (seed: number): Promise<string[]> => {
  const simulation = await open({ seed, dataset: { ...GENERATED, courses: 1 } });
  const [course] = simulation.simulator.state.courses();
  const query = { uen: course?.uen ?? '', courseReferenceNumber: course?.referenceNumber ?? '', pageSize: '100' };
  const runs = await simulation.call('courseRuns.listByReference', { query });
  const enrolments = await simulation.search();
  const trainers = await simulation.call('trainers.list', { parameters: { uen: query.uen } });
  return [runs.text, enrolments.text, trainers.text];
};

test('the same seed gives the same bytes, another seed others', async () => {
  const first = await bytes(7);

  expect(first.every((text) => text.length > 1000)).toBe(true);
  expect(await bytes(7)).toEqual(first);
  expect(await bytes(8)).not.toEqual(first);
});

test('the enrolments of a run do not depend on what was read before', async () => {
  const dataset = GENERATED;
  const [forwards, backwards] = await Promise.all([
    createSimulatedState({ today: TODAY, dataset }),
    createSimulatedState({ today: TODAY, dataset }),
  ]);
  const ids = forwards.runs().map(({ id }) => id);

  const one = ids.map((id) => forwards.enrolments.ofRun(id));
  const two = ids
    .toReversed()
    .map((id) => backwards.enrolments.ofRun(id))
    .toReversed();

  expect(two).toEqual(one);
});

test('invented enrolments are mostly confirmed, and odd often enough', async () => {
  const state = await createSimulatedState({ today: TODAY, dataset: GENERATED });
  const runs = state.runs().map(({ id }) => state.enrolments.ofRun(id));
  const all = runs.flat();
  const share = (isCounted: (record: (typeof all)[number]) => boolean) => all.filter(isCounted).length / all.length;
  const active = (records: typeof all) =>
    records.filter(({ status }) => status === 'Confirmed').map(({ trainee }) => trainee.identifier);

  expect(share(({ status }) => status === 'Confirmed')).toBeGreaterThan(0.8);
  expect(share(({ status }) => status === 'Cancelled')).toBeGreaterThan(0.05);
  expect(share(({ status }) => status === 'Rejected')).toBeGreaterThan(0.001);
  expect(share(({ employer }) => employer !== null)).toBeGreaterThan(0.3);
  expect(runs.some((records) => records.length > 0 && active(records).length === 0)).toBe(true);
  expect(runs.some((records) => new Set(active(records)).size < active(records).length)).toBe(true);
  expect(runs.some((records) => records.length === 0)).toBe(true);
  expect(all.every(({ trainee }) => isValidIdentifier(trainee.identifier) && trainee.email.endsWith('@example.org'))).toBe(true);
  expect(
    all.every(({ createdOn, updatedOn }) => createdOn < updatedOn && updatedOn < Date.parse(`${TODAY}T00:00:00+08:00`)),
  ).toBe(true);
  expect(new Set(all.map(({ referenceNumber }) => referenceNumber)).size).toBe(all.length);
});

test('invented runs have no trainer, a trainer, an assessor only, a stranger, or a pair', async () => {
  const state = await createSimulatedState({ today: TODAY, dataset: GENERATED });
  const linked = state.runs().map((run) => state.trainersOfRun(run));

  expect(linked.some((trainers) => trainers.length === 0)).toBe(true);
  expect(linked.some((trainers) => trainers.length === 2)).toBe(true);
  expect(linked.some(([first]) => first?.roles.includes(1) && first.inTrainingProviderProfile)).toBe(true);
  expect(linked.some((trainers) => trainers.length === 1 && trainers[0]?.roles.every((role) => role === 2))).toBe(true);
  expect(linked.some(([first]) => first?.inTrainingProviderProfile === false)).toBe(true);
  expect(state.runs().some(({ qrCodeLink }) => qrCodeLink === '')).toBe(true);
});

test('10,000 runs of 20 learners: enrolments are invented only for the runs that are read', async () => {
  const simulation = await open({ dataset: { kind: 'generated', courses: 500, runsPerCourse: 20, learnersPerRun: 20 } });
  const { state } = simulation.simulator;
  expect([state.runs().length, state.enrolments.inventedRuns]).toEqual([10_000, 0]);

  await simulation.search({ course: { run: { id: '857000' } } });
  expect(state.enrolments.inventedRuns).toBe(1);

  const last = state.enrolments.ofRun(859_999).find(({ referenceNumber }) => referenceNumber.endsWith('-200000'));
  expect(last?.runId).toBe(859_999);
  expect(state.enrolments.find(last?.referenceNumber ?? '')).toEqual(last);
  expect(state.enrolments.inventedRuns).toBe(2);
});

test('several providers are generated side by side', async () => {
  const state = await createSimulatedState({
    today: TODAY,
    dataset: { kind: 'generated', providers: 3, courses: 2, runsPerCourse: 1 },
  });

  expect(new Set(state.providers().map(({ uen }) => uen)).size).toBe(3);
  expect(state.providers().map(({ uen }) => state.courses(uen).length)).toEqual([2, 2, 2]);
});

test('a trainer who joins the provider later changes nothing for untouched runs', async () => {
  const state = await createSimulatedState({ today: TODAY, dataset: GENERATED });
  const emails = () => state.runs().map((run) => state.trainersOfRun(run).map(({ email }) => email));
  const before = emails();
  const [provider] = state.providers();
  const [first] = provider?.trainers ?? [];
  if (first === undefined) throw new Error('The generated provider has no trainer.');

  provider?.trainers.push({ ...first, id: 'new', email: 'new@example.org' });

  expect(emails()).toEqual(before);
});

test('given reference numbers are kept, the others are numbered around them', async () => {
  const enrolments = [{}, { referenceNumber: 'ENR-2611-000001' }, {}];
  const courses = [{ referenceNumber: 'TGS-1', runs: [{ enrolments }] }];
  const state = await createSimulatedState({
    today: TODAY,
    dataset: { kind: 'explicit', providers: [{ uen: '201912345K', courses }] },
  });

  const references = state.enrolments.ofRun(850_000).map(({ referenceNumber }) => referenceNumber);

  expect(references).toEqual(['ENR-2611-000001', 'ENR-2611-000002', 'ENR-2611-000003']);
});

test('two runs with one id are a mistake that is told at the start', async () => {
  const courses = [{ referenceNumber: 'TGS-1', runs: [{ id: 850001 }, { id: 850001 }] }];
  const loading = createSimulatedState({
    today: TODAY,
    dataset: { kind: 'explicit', providers: [{ uen: '201912345K', courses }] },
  });

  await expect(loading).rejects.toThrow('Two course runs have the id 850001');
});

test('an explicit run takes a trainer over from the provider’s list, and counts its enrolments', async () => {
  const trainers = [{ email: 'first@example.org', name: 'First Trainer', id: 'trainer-1' }];
  const runs = [{ trainers: [{ email: 'first@example.org', roles: [2 as const] }], enrolments: [{}, {}], learners: 3 }];
  const courses = [{ referenceNumber: 'TGS-1', runs }];
  const dataset = { kind: 'explicit' as const, providers: [{ uen: '201912345K', trainers, courses }] };
  const state = await createSimulatedState({ today: TODAY, dataset });
  const [run] = state.runs();
  if (run === undefined) throw new Error('The explicit run is missing.');

  expect(state.trainersOfRun(run)).toMatchObject([
    { id: 'trainer-1', name: 'First Trainer', roles: [2], inTrainingProviderProfile: true },
  ]);
  expect([state.enrolments.countOfRun(run.id), state.enrolments.ofRun(run.id).length]).toEqual([5, 5]);
});

test('a run’s count of enrolments follows every edit', async () => {
  const runs = [{ enrolments: [{}, {}], learners: 3 }, { learners: 2 }];
  const dataset = {
    kind: 'explicit' as const,
    providers: [{ uen: '201912345K', courses: [{ referenceNumber: 'TGS-1', runs }] }],
  };
  const state = await createSimulatedState({ today: TODAY, dataset });
  const [first, second] = state.runs().sort((left, right) => left.id - right.id);
  const [mover, quitter, leaver] = state.enrolments.ofRun(first?.id ?? 0);
  if (!first || !second || !mover || !quitter || !leaver) throw new Error('The explicit runs are incomplete.');
  const counts = () => [first.id, second.id].map((id) => [state.enrolments.countOfRun(id), state.enrolments.ofRun(id).length]);

  state.enrolments.save({ ...mover, runId: second.id });
  state.enrolments.save({ ...quitter, status: 'Cancelled' });
  state.enrolments.remove(leaver.referenceNumber);
  state.enrolments.remove(leaver.referenceNumber);
  expect(counts()).toEqual([
    [3, 3],
    [3, 3],
  ]);
  state.enrolments.save(leaver);
  state.enrolments.add({ ...quitter, referenceNumber: null });
  expect(counts()[0]).toEqual([5, 5]);
});
