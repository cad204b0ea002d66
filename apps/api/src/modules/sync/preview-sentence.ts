import type { DryRunUnit } from './dry-run.js';

const NOUNS: Record<string, [one: string, many: string]> = {
  course_run: ['run', 'runs'],
  course_run_trainer: ['trainer link', 'trainer links'],
  enrolment: ['enrolment', 'enrolments'],
  learner: ['learner', 'learners'],
};

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** What a sync of one run would do, in a sentence or two for people. */
export function previewSentence(unit: Pick<DryRunUnit, 'outcome' | 'changes' | 'skips' | 'reviews'>): string {
  const { outcome, changes, skips, reviews } = unit;
  if (outcome === 'not_listed') return 'SSG does not know the run: a sync would leave it as it is.';
  if (outcome === 'no_enrolments' && changes.length === 0)
    return 'SSG lists no enrolment in the run: a sync would leave it as it is.';
  const acts = [...actsOf(changes, 'create'), ...actsOf(changes, 'update')];
  const parts = [acts.length === 0 ? 'A sync would change nothing.' : `A sync would ${listOf(acts)}.`];
  if (reviews.length > 0)
    parts.push(
      `${count(reviews.length, 'enrolment', 'enrolments')} would wait for a person to say whose ${reviews.length === 1 ? 'it is' : 'they are'}.`,
    );
  if (skips.length > 0)
    parts.push(
      `${count(skips.length, 'thing is', 'things are')} left as ${skips.length === 1 ? 'it is' : 'they are'}, each with its reason.`,
    );
  return parts.join(' ');
}

/** `create 3 enrolments`, one for each kind of row; several changes of one row are one. */
function actsOf(changes: DryRunUnit['changes'], action: 'create' | 'update'): string[] {
  const keys = new Map<string, Set<string>>();
  for (const { entity, key } of changes.filter((change) => change.action === action))
    keys.set(entity, (keys.get(entity) ?? new Set<string>()).add(key));
  return [...keys].map(([entity, rows]) => {
    const [one, many] = NOUNS[entity] ?? ['row', 'rows'];
    return entity === 'course_run' ? `${action} the run` : `${action} ${count(rows.size, one, many)}`;
  });
}

function listOf(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
