import { SYNC_LOG_STATUSES } from '@rollcall/domain/sync/decide-batch';
import { storedEnum } from '../../graphql/stored-enum.js';

export const SyncBatchStatus = storedEnum('SyncBatchStatus', ['running', 'completed', 'partial', 'failed', 'interrupted'], {
  description: 'How a sync batch stands or ended.',
  words: {
    running: 'Is at work.',
    completed: 'Every run was processed.',
    partial: 'Some runs failed; the others were processed.',
    failed: 'Nothing succeeded.',
    interrupted: 'Stopped before its end; it can be continued.',
  },
});

export const SyncTrigger = storedEnum('SyncTrigger', ['cli', 'http', 'start', 'schedule'], {
  description: 'What started a sync batch.',
  words: {
    cli: 'The command line.',
    http: 'The HTTP trigger.',
    start: 'The start of the system.',
    schedule: 'The nightly schedule.',
  },
});

export const SyncLogStatus = storedEnum('SyncLogStatus', SYNC_LOG_STATUSES, {
  description: 'What a sync made of a course run (S0.35).',
  words: {
    pending: 'Found, and not processed yet.',
    held: 'Read and planned; its cancellations wait for approval.',
    success: 'Processed.',
    unchanged: 'Nothing about it changed since the last sync, so it was not read again.',
    no_enrolments: 'SSG lists no enrolment, so the run was left alone.',
    no_runs: 'SSG lists no run of the course in the window.',
    not_listed: 'The run is in the window here, but SSG does not list it.',
    error: 'Could not be processed; the others were.',
  },
});
