import type { graphql } from '~/api/graphql';
import type { Links } from '~/links';
import type { Tone } from '~/words/tone';

export type AttentionKind = ReturnType<typeof graphql.scalar<'AttentionKind'>>;

interface AttentionWord {
  /** After “no”, where there is nothing of this kind. */
  none: string;
  tone: Tone;
  /** The list in which all of them stand. */
  list: (links: Links) => string;
}

/** What Today says of each kind besides the API's own words. A kind the API adds is a type error here. */
export const ATTENTION_WORDS: Readonly<Record<AttentionKind, AttentionWord>> = {
  CHAIN_RUN_WAITING: {
    none: 'chain run waiting for approval',
    tone: 'warn',
    list: ({ chainRuns }) => chainRuns('status=AWAITING_APPROVAL'),
  },
  CHAIN_RUN_FAILED: { none: 'failed chain run', tone: 'bad', list: ({ chainRuns }) => chainRuns('status=FAILED') },
  INCIDENT_OPEN: { none: 'open incident', tone: 'bad', list: ({ incidents }) => incidents('status=OPEN') },
  RUN_WITHOUT_TRAINER: {
    none: 'class of this week without a trainer',
    tone: 'bad',
    list: ({ classes }) => classes('issue=RUN_WITHOUT_TRAINER&all=1'),
  },
  TRAINER_LIST_EXHAUSTED: {
    none: 'exhausted trainer list',
    tone: 'warn',
    list: ({ classes }) => classes('issue=TRAINER_LIST_EXHAUSTED'),
  },
  AMBIGUOUS_TRAINER: {
    none: 'ambiguous trainer name',
    tone: 'warn',
    list: ({ classes }) => classes('issue=AMBIGUOUS_TRAINER'),
  },
  SYNC_ERROR: { none: 'error in the last sync', tone: 'bad', list: ({ syncLogs }) => syncLogs('status=ERROR') },
  ACTIVATED_PENDING: {
    none: 'Pending class begun',
    tone: 'warn',
    list: ({ classes }) => classes('issue=ACTIVATED_PENDING&all=1'),
  },
  ACTIVATED_EMPTY: {
    none: 'empty class begun',
    tone: 'warn',
    list: ({ classes }) => classes('issue=ACTIVATED_EMPTY&all=1'),
  },
  MISSED_WINDOW: {
    none: 'class missed',
    tone: 'warn',
    list: ({ classes }) => classes('issue=MISSED_WINDOW&all=1'),
  },
  TRAINER_DRIFT: {
    none: 'trainer unlike SSG’s',
    tone: 'warn',
    list: ({ classes }) => classes('issue=TRAINER_DRIFT&all=1'),
  },
  LEARNER_REVIEW: { none: 'open learner review', tone: 'warn', list: ({ learnerReviews }) => learnerReviews('status=OPEN') },
  ENROLMENT_UNCONFIRMED: {
    none: 'enrolment unlisted at SSG',
    tone: 'warn',
    list: ({ classes }) => classes('issue=ENROLMENT_UNCONFIRMED&all=1'),
  },
};

/** `no open incident, no failed chain run and no error in the last sync`. */
export function sayNone(kinds: readonly AttentionKind[]): string {
  const parts = kinds.map((kind) => `no ${ATTENTION_WORDS[kind].none}`);
  const last = parts.pop();
  if (last === undefined) return '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}
