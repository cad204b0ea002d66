import { systemPrincipal } from '../access/system-principal.js';
import type { StartOutcome } from '../workflow/start-chain-run.js';

/** Who the command line is in events and in the audit. */
export const COMMAND_LINE = systemPrincipal('cli');

/** Another run of the chain is not over. */
export class ChainAlreadyRunningError extends Error {
  readonly remedy: string;
  constructor(
    readonly number: string,
    status: string,
  ) {
    super(`Chain run ${number} is in the way: it is ${status.replaceAll('_', ' ')}.`);
    this.name = 'ChainAlreadyRunningError';
    const first =
      status === 'awaiting_approval'
        ? `Decide about it: rollcall chain show ${number}`
        : `Watch it: rollcall chain watch ${number}`;
    this.remedy = `${first}; or stop it: rollcall chain cancel ${number}`;
  }
}

/** The number of the run that was started. Throws `ChainAlreadyRunningError`. */
export function startedNumber(outcome: StartOutcome): string {
  if (outcome.kind === 'already_running') throw new ChainAlreadyRunningError(outcome.chainRunId, outcome.status);
  return outcome.chainRunId;
}
