import { Presets, SingleBar } from 'cli-progress';
import type { SyncProgress } from '../../modules/sync/sync-input.js';
import { note, type Terminal } from './terminal.js';

export interface ProgressDisplay {
  show(progress: SyncProgress): void;
  /** Takes the bar away; what follows starts on a fresh line. */
  finish(): void;
}

const PHASE_WORDS: Record<SyncProgress['phase'], string> = {
  discovery: 'finding runs',
  runs: 'syncing runs',
  trainers: 'assigning trainers',
  done: 'done',
};

/** A bar on a terminal; elsewhere a line per phase and per quarter, so that a log stays short. Both on stderr. */
export function createSyncProgress(terminal: Terminal, timeZone?: string): ProgressDisplay {
  return terminal.stderr.isTTY ? progressBar(terminal, timeZone) : progressLines(terminal, timeZone);
}

function progressBar(terminal: Terminal, timeZone: string | undefined): ProgressDisplay {
  const bar = new SingleBar(
    // Without this the library listens for SIGINT itself and ends the process before the sync has stopped cleanly.
    {
      stream: terminal.stderr as NodeJS.WriteStream,
      format: '{bar} {percentage}%  {text}',
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
      etaBuffer: 1,
    },
    Presets.shades_classic,
  );
  let running = false;
  return {
    show(progress) {
      const text = progressText(progress, timeZone);
      if (!running) bar.start(progress.total ?? 1, progress.done, { text });
      running = true;
      bar.setTotal(Math.max(progress.total ?? progress.done + 1, 1));
      bar.update(progress.done, { text });
    },
    finish() {
      if (running) bar.stop();
      running = false;
    },
  };
}

function progressLines(terminal: Terminal, timeZone: string | undefined): ProgressDisplay {
  let last = '';
  return {
    show(progress) {
      const quarter = progress.total ? Math.floor((progress.done / progress.total) * 4) : 0;
      const step = `${progress.phase} ${quarter}`;
      if (step === last) return;
      last = step;
      note(terminal, progressText(progress, timeZone));
    },
    finish() {},
  };
}

/** "syncing runs 12 of 85, 40 calls of about 180, done at about 02:13" */
export function progressText(progress: SyncProgress, timeZone?: string): string {
  const { phase, done, total, callsMade, callsPredicted, predictedFinishAt } = progress;
  const parts = [
    total === null ? PHASE_WORDS[phase] : `${PHASE_WORDS[phase]} ${done} of ${total}`,
    callsPredicted === null ? `${callsMade} calls` : `${callsMade} calls of about ${callsPredicted}`,
  ];
  if (predictedFinishAt !== null && phase !== 'done') parts.push(`done at about ${timeOfDay(predictedFinishAt, timeZone)}`);
  return parts.join(', ');
}

const timeOfDay = (epochMs: number, timeZone: string | undefined): string =>
  new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    ...(timeZone && { timeZone }),
  }).format(epochMs);
