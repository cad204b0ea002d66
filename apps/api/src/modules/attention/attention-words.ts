import type { AttentionKind } from './attention.js';

/** How a kind is told of, and what a person can do about it. */
interface AttentionWords {
  /** After the number 1. */
  one: string;
  /** After any other number. */
  many: string;
  /** As pages say it, and the digest too where it has no words of its own. */
  whatToDo: string;
  /** For the digest, whose readers may be nearer to a command line than to a page. */
  inDigest?: string;
}

/** One entry per kind, for the digest and for pages. */
export const ATTENTION_WORDS: Readonly<Record<AttentionKind, AttentionWords>> = {
  chain_run_waiting: {
    one: 'chain run waits for approval',
    many: 'chain runs wait for approval',
    whatToDo: 'Look at what it would change, then approve or refuse it.',
    inDigest: 'Look at what it would change, then decide: rollcall chain show NUMBER.',
  },
  chain_run_failed: {
    one: 'chain run did not come to its end',
    many: 'chain runs did not come to their end',
    whatToDo: 'See why it failed, mend that, and resume it from there.',
    inDigest: 'See why, mend it, and go on from there: rollcall chain show NUMBER, rollcall chain resume NUMBER.',
  },
  incident_open: {
    one: 'incident is open',
    many: 'incidents are open',
    whatToDo: 'Follow its remedy; it closes by itself once the same work succeeds.',
  },
  run_without_trainer: {
    one: 'class of the next 7 days has no trainer',
    many: 'classes of the next 7 days have no trainer',
    whatToDo: 'Assign a trainer, or link one at SSG.',
  },
  trainer_list_exhausted: {
    one: 'upcoming class has nobody left to ask on its trainer list',
    many: 'upcoming classes have nobody left to ask on their trainer lists',
    whatToDo: 'Add somebody to the course’s trainer list, or assign a trainer.',
  },
  ambiguous_trainer: {
    one: 'upcoming class has a name on its trainer list that more than one user has',
    many: 'upcoming classes have a name on their trainer lists that more than one user has',
    whatToDo: 'Assign the trainer who is meant, and put their e-mail address on the course’s list.',
  },
  sync_error: {
    one: 'line of the last sync ended with an error',
    many: 'lines of the last sync ended with an error',
    whatToDo: 'The log of the batch has the remedy for each; the next sync tries again.',
  },
  activated_pending: {
    one: 'class has begun though it is still Pending',
    many: 'classes have begun though they are still Pending',
    whatToDo: 'Confirm it or cancel it.',
  },
  activated_empty: {
    one: 'class has begun without a learner',
    many: 'classes have begun without a learner',
    whatToDo: 'Cancel it, or see why its enrolments are missing.',
  },
  missed_window: {
    one: 'class ended without ever being activated',
    many: 'classes ended without ever being activated',
    whatToDo: 'Check whether it took place; archive or cancel it if not.',
  },
  trainer_drift: {
    one: 'class has one trainer at SSG and another one here',
    many: 'classes have one trainer at SSG and another one here',
    whatToDo: 'Decide who teaches, and correct the other side.',
  },
  learner_review: {
    one: 'enrolment waits for somebody to say whose it is',
    many: 'enrolments wait for somebody to say whose they are',
    whatToDo: 'Decide them among the learner reviews.',
  },
  enrolment_unconfirmed: {
    one: 'enrolment is no longer listed by SSG',
    many: 'enrolments are no longer listed by SSG',
    whatToDo: 'Ask SSG or the learner; nothing was deleted.',
  },
};
