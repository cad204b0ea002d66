import type { ChainRunStatus, StepStatus } from '@rollcall/domain/chain/chain';
import type { Colours } from './terminal.js';

type Colour = 'green' | 'yellow' | 'red' | 'cyan' | 'dim';

const RUN_COLOURS: Record<ChainRunStatus, Colour> = {
  running: 'cyan',
  completed: 'green',
  failed: 'red',
  partial: 'yellow',
  queued: 'dim',
  awaiting_approval: 'yellow',
  cancelled: 'dim',
  interrupted: 'red',
  skipped: 'dim',
};

const STEP_LOOKS: Record<StepStatus, { mark: string; colour: Colour }> = {
  waiting: { mark: '·', colour: 'dim' },
  ready: { mark: '○', colour: 'cyan' },
  running: { mark: '●', colour: 'cyan' },
  interrupted: { mark: '!', colour: 'red' },
  awaiting_approval: { mark: '?', colour: 'yellow' },
  completed: { mark: '✓', colour: 'green' },
  failed: { mark: '✗', colour: 'red' },
  skipped: { mark: '–', colour: 'dim' },
  reused: { mark: '✓', colour: 'dim' },
  cancelled: { mark: '–', colour: 'dim' },
};

/** A status as a word in its colour: "awaiting approval". */
export const chainRunStatusText = (status: ChainRunStatus, colours: Colours): string =>
  colours[RUN_COLOURS[status]](wordsOf(status));

export const stepMark = (status: StepStatus, colours: Colours): string =>
  colours[STEP_LOOKS[status].colour](STEP_LOOKS[status].mark);

/** `awaiting_approval`, `runsRead` → "awaiting approval", "runs read". */
export const wordsOf = (name: string): string =>
  name.replaceAll('_', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** "runs read 12, enrolments created 3"; zeroes say nothing and are left out. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${wordsOf(name)} ${count}`)
    .join(', ');
}
