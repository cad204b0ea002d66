import { APPROVAL_STATUSES } from '@rollcall/domain/chain/blast-radius';
import { CHAIN_MODES, CHAIN_RUN_STATUSES, CHAIN_TRIGGERS, STEP_STATUSES } from '@rollcall/domain/chain/chain';
import { storedEnum } from '../../graphql/stored-enum.js';

export const ChainMode = storedEnum('ChainMode', CHAIN_MODES, {
  description: 'How a chain reads its sources (S4.8, S4.9).',
  words: { full: 'Everything.', incremental: 'What changed since the last success.' },
});

export const ChainScope = storedEnum('ChainScope', ['provider', 'system'], {
  description: 'Whom one run of a chain is for.',
  words: { provider: 'One training provider.', system: 'The whole installation.' },
});

export const ChainRunStatus = storedEnum('ChainRunStatus', CHAIN_RUN_STATUSES, {
  description: 'How a chain run stands or ended.',
  words: {
    running: 'Is at work.',
    completed: 'All steps ended well.',
    failed: 'A required step failed (S4.12).',
    partial: 'Something that is not required went wrong, or was done on stale inputs (X14).',
    queued: 'Waits for the run before it to end.',
    awaiting_approval: 'Waits for a person to approve what a step would change.',
    cancelled: 'Somebody cancelled it.',
    interrupted: 'Too many workers died in one of its steps.',
    skipped: 'Did not run; its reason says why.',
  },
});

export const ChainRunTrigger = storedEnum('ChainRunTrigger', CHAIN_TRIGGERS, {
  description: 'What set a chain run in motion.',
  words: {
    schedule: 'A tick of its schedule.',
    catch_up: 'A missed tick that was made up for.',
    manual: 'A person or a program.',
    resume: 'The wish to resume an earlier run.',
    start: 'The start of the system.',
  },
});

export const ChainStepStatus = storedEnum('ChainStepStatus', STEP_STATUSES, {
  description: 'Where a step of a chain run stands.',
  words: {
    waiting: 'Waits for the steps it needs.',
    ready: 'May be taken by any worker.',
    running: 'A worker does it.',
    interrupted: 'Its worker died; another may take it over.',
    awaiting_approval: 'Waits for a person to approve what it would change.',
    completed: 'Done.',
    failed: 'Went wrong for good.',
    skipped: 'Not done; its reason says why.',
    reused: 'Done in an earlier run, whose result stands.',
    cancelled: 'Stopped, or not begun, because somebody wished so.',
  },
});

export const ChainApprovalStatus = storedEnum('ChainApprovalStatus', APPROVAL_STATUSES, {
  description: 'What became of a wish for approval.',
  words: {
    waiting: 'Nobody has decided.',
    approved: 'The step may do it.',
    rejected: 'The step is cancelled.',
    superseded: 'Asked anew by a later plan, or no longer needed.',
  },
});

export const NeedKind = storedEnum('ChainNeedKind', ['hard', 'soft'], {
  description: 'What becomes of a step when one that it needs fails.',
  words: { hard: 'It is skipped.', soft: 'It runs on stale inputs (X15).' },
});

export const ApprovalDecision = storedEnum('ChainApprovalDecision', ['approve', 'reject'], {
  description: 'What a person decides about changes that wait.',
  words: {
    approve: 'The step is done again, and may change what was approved.',
    reject: 'The step is cancelled, and the run goes on without it.',
  },
});
