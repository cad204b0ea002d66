import { expect, test } from 'vitest';
import { type Act, actWords, mergeTimeline, type Write } from '~/course-runs/timeline';

const act = (number: string, createdAt: string, more: Partial<Act> = {}): Act => ({
  number,
  action: 'enrolment.remove',
  actorName: 'Mei Tan',
  actorRole: 'admin',
  actorKind: 'USER',
  reason: null,
  createdAt,
  changeSetId: null,
  ...more,
});
const write = (id: string, createdAt: string): Write => ({
  id,
  createdAt,
  phase: 'SYNC',
  batch: null,
  changes: { totalCount: 0, nodes: [] },
});

test('acts and writes stand in one list, newest first', () => {
  const entries = mergeTimeline([act('1', '2026-11-21T10:00:00.000Z')], [write('w', '2026-11-21T11:00:00.000Z')]);
  expect(entries.map(({ act: one, write: other }) => one?.number ?? other?.id)).toEqual(['w', '1']);
});

test('what a person wrote stands with their act, once, however many rows the audit names', () => {
  const entries = mergeTimeline(
    [act('2', '2026-11-21T10:00:00.000Z', { changeSetId: 'w' }), act('1', '2026-11-21T10:00:00.000Z', { changeSetId: 'w' })],
    [write('w', '2026-11-21T10:00:00.000Z')],
  );
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({ act: { number: '2' }, write: { id: 'w' } });
});

test('the system’s lines give way to the change set that holds them', () => {
  const system = { actorKind: 'SYSTEM', actorName: null, changeSetId: 'w' };
  const entries = mergeTimeline([act('1', '2026-11-21T10:00:00.000Z', system)], [write('w', '2026-11-21T10:00:00.000Z')]);
  expect(entries).toEqual([{ key: 'w', at: '2026-11-21T10:00:00.000Z', act: null, write: expect.objectContaining({ id: 'w' }) }]);
});

test('without the change set the audit’s line still stands', () => {
  expect(mergeTimeline([act('1', '2026-11-21T10:00:00.000Z', { changeSetId: 'gone' })], [])).toHaveLength(1);
});

test('an act that is not known here is told by its own words', () => {
  expect(actWords('enrolment.remove')).toBe('removed a learner');
  expect(actWords('course_run.set_moon')).toBe('did course run set moon');
});
