import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemPrincipal } from '../../../src/access/system-principal.js';
import { findIncident } from '../../../src/modules/incidents/incident-row.js';
import { writeIncidentNote } from '../../../src/modules/incidents/write-incident-note.js';
import { createIncidentWorld, type IncidentWorld, OUTAGE } from './incident-world.js';

let world: IncidentWorld;
beforeAll(async () => {
  world = await createIncidentWorld();
});
afterAll(() => world.deps.close());

const OPERATOR = systemPrincipal('cli');

test('S1.19 S1.27 a note is kept with the incident; who wrote it and what stood there before is audited', async () => {
  await world.record([OUTAGE]);
  const id = (await world.incidents())[0]?.id ?? '';
  const write = (note: string) => world.inTransaction((transaction) => writeIncidentNote(transaction, id, note, OPERATOR));
  expect(await write('  SSG was in maintenance; the interval is 3 s now. ')).toEqual({ kind: 'written' });
  expect(await write(`It was S${'1234567'}D's record.`)).toEqual({ kind: 'written' });
  expect(await findIncident(world.deps.database.pool, id)).toMatchObject({ note: "It was *****567D's record." });
  const { rows } = await world.deps.database.pool.query(
    `SELECT provider_id, actor_name, entity_id, before, after FROM audit_trail WHERE action = 'incident.note' ORDER BY id`,
  );
  expect(rows).toMatchObject([
    { provider_id: world.provider.id, actor_name: 'cli', entity_id: id, before: { note: null } },
    { before: { note: 'SSG was in maintenance; the interval is 3 s now.' }, after: { note: "It was *****567D's record." } },
  ]);
});

test.each(['   ', 'x'.repeat(4001)])('an empty note and an endless one are refused', async (note) => {
  const outcome = await world.inTransaction((transaction) => writeIncidentNote(transaction, world.deps.newId(), note, OPERATOR));
  expect(outcome).toMatchObject({ kind: 'refused', remedy: expect.stringContaining('4000') });
});

test('a note about no incident is not kept', async () => {
  const outcome = await world.inTransaction((transaction) =>
    writeIncidentNote(transaction, world.deps.newId(), 'A note.', OPERATOR),
  );
  expect(outcome).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('no incident') });
});
