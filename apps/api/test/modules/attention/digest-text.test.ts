import { expect, test } from 'vitest';
import { ATTENTION_KINDS, type Attention } from '../../../src/modules/attention/attention.js';
import { ATTENTION_WORDS } from '../../../src/modules/attention/attention-words.js';
import { digestSubject, digestText } from '../../../src/modules/attention/digest-text.js';

const node = { type: 'CourseRun' as const, id: '0197c0de-0000-7000-8000-000000000001' };
const attention = (groups: Attention['groups']): Attention => ({ providerName: 'Invented Academy', today: '2026-03-02', groups });

test('nothing to do is said, not left out', () => {
  expect(digestText(attention([]))).toBe('Invented Academy, 2026-03-02\n\nNothing needs attention.\n');
  expect(digestSubject(attention([]))).toBe('Invented Academy: nothing needs attention, 2026-03-02');
});

test('each group has its number, its first items, how many more there are, and what to do', () => {
  const digest = attention([
    {
      kind: 'chain_run_failed',
      total: 1,
      items: [{ key: '12', courseCode: null, detail: 'tgs_daily of 2026-03-02 failed', number: 1, node }],
    },
    {
      kind: 'enrolment_unconfirmed',
      total: 9,
      items: [{ key: '850001', courseCode: 'TGS-2099000001', detail: '4 enrolments, begins today', number: 4, node }],
    },
  ]);
  expect(digestText(digest)).toBe(`Invented Academy, 2026-03-02

1 chain run did not come to its end
  12: tgs_daily of 2026-03-02 failed
  What to do: See why, mend it, and go on from there: rollcall chain show NUMBER, rollcall chain resume NUMBER.

9 enrolments are no longer listed by SSG
  850001 (TGS-2099000001): 4 enrolments, begins today
  and 5 more
  What to do: Ask SSG or the learner; nothing was deleted.
`);
  expect(digestSubject(digest)).toBe('Invented Academy: 10 things need attention, 2026-03-02');
});

test.each(ATTENTION_KINDS)('%s has words for one and for many, and a remedy', (kind) => {
  const { one, many, whatToDo, inDigest = whatToDo } = ATTENTION_WORDS[kind];
  expect(one).not.toBe(many);
  expect([whatToDo, inDigest]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
  expect(whatToDo).not.toMatch(/rollcall /);
  const item = { key: '850001', courseCode: null, detail: 'detail', number: 1, node };
  expect(digestText(attention([{ kind, total: 1, items: [item] }]))).toContain(`\n1 ${one}\n  850001: detail\n`);
});
