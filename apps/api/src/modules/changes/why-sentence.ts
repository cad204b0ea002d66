import type { Owner } from '@rollcall/domain/change/rules';
import type { ExplainedValue } from './explain-value.js';
import { sentenceOf } from './provenance.graphql.js';
import type { ValueChangeRow } from './read-value-history.js';

const OWNERS_IN_WORDS: Record<Owner, string> = {
  ssg: 'SSG',
  admin: 'an admin',
  fallback: 'a list of the course',
  schedule: 'the clock',
};

/** Why a value is what it is, in one sentence or two that a person can read. */
export function whySentence({ record, explanation, value, madeAt, changes }: ExplainedValue): string {
  const [newest] = changes;
  if (record === 'computed') return explanation[0] ?? '';
  if (newest) return `${writtenBy(newest)}: ${sentenceOf(newest.rule) ?? newest.rule}`;
  return value === null
    ? `Nobody has written a value since the row was made at ${momentOf(madeAt)}.`
    : `No change of it is recorded: it is as it was when the row was made at ${momentOf(madeAt)}, by an import or before changes were recorded.`;
}

function writtenBy({ owner, actorKind, actorName, runId, createdAt }: ValueChangeRow): string {
  const by =
    actorKind === null || actorKind === 'system' ? (runId === null ? 'Rollcall' : `the sync ${runId}`) : (actorName ?? actorKind);
  return `Written at ${momentOf(createdAt)} by ${by}; it belongs to ${OWNERS_IN_WORDS[owner]}`;
}

const momentOf = (moment: Date): string => moment.toISOString().replace(/\.\d+Z$/, 'Z');
