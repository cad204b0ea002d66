import type { StatusOf } from '~/words/status-words';

type Status = StatusOf<'chainRun'>;

const ACTIVE: readonly Status[] = ['QUEUED', 'RUNNING', 'AWAITING_APPROVAL'];

/** Whether a run still has work before it. */
export const isActive = (status: Status): boolean => ACTIVE.includes(status);

/** Whether a run ended in a way that one may want to go on from. A completed one is done again from a step. */
export const isResumable = (status: Status): boolean => !isActive(status) && status !== 'SKIPPED';
