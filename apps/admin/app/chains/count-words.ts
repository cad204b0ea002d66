/** What counts are called where their names do not say it well themselves. */
const WORDS: Record<string, string> = {
  updatedAtSsg: 'updated at SSG',
  toRead: 'to read',
  none: 'without a trainer',
  queued: 'messages queued',
};
const PAST: Record<string, string> = { create: 'created', update: 'updated' };
/** Shown elsewhere. */
const LEFT_OUT = ['callsMade', 'callsPredicted'];

/**
 * What a step counted, in words: `{"enrolment.create": 3, "missedWindow": 0}` is `3 enrolments created`. Zeros say nothing.
 * @param counts as the API has it; what is no number is left out
 */
export function countWords(counts: unknown): string[] {
  if (typeof counts !== 'object' || counts === null) return [];
  return Object.entries(counts).flatMap(([name, count]) =>
    typeof count === 'number' && count !== 0 && !LEFT_OUT.includes(name)
      ? [`${count.toLocaleString('en-GB')} ${wordsOf(name, count)}`]
      : [],
  );
}

function wordsOf(name: string, count: number): string {
  const known = WORDS[name];
  if (known) return known;
  const [entity = '', act] = name.split('.');
  const noun = entity
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll('_', ' ')
    .trim();
  if (act === undefined) return noun;
  return `${count === 1 ? noun : `${noun}s`} ${PAST[act] ?? act}`;
}
