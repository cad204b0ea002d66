import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHAIN_RUN_STATUSES, type ChainRunStatus, STEP_STATUSES, type StepStatus } from '../../src/chain/chain.js';
import {
  applyChainRunEvent,
  CHAIN_RUN_EVENTS,
  type ChainRunEvent,
  chainRunStatusesFor,
  isActiveChainRun,
} from '../../src/chain/chain-run-transitions.js';
import { isDone, isSettled, SETTLED_STEP_STATUSES } from '../../src/chain/step-status.js';
import { applyStepEvent, STEP_EVENTS, type StepEvent, stepStatusesFor } from '../../src/chain/step-transitions.js';

/** The spec, one row per status; an event that is missing here must be refused. */
const STEP_TABLE: Record<StepStatus, string> = {
  waiting: 'become_ready>ready skip>skipped cancel>cancelled reuse>reused',
  ready: 'claim>running skip>skipped cancel>cancelled',
  running:
    'complete>completed fail_for_good>failed retry>ready defer>ready release>ready lease_expired>interrupted crash_loop>interrupted await_approval>awaiting_approval cancel>cancelled',
  interrupted: 'take_over>running crash_loop>interrupted skip>skipped cancel>cancelled',
  awaiting_approval: 'approve>ready reject>cancelled skip>skipped cancel>cancelled',
  completed: '',
  failed: '',
  skipped: '',
  reused: '',
  cancelled: '',
};

const CHAIN_RUN_TABLE: Record<ChainRunStatus, string> = {
  queued: 'start>running fail>failed cancel>cancelled skip>skipped',
  running:
    'complete>completed complete_partially>partial fail>failed await_approval>awaiting_approval cancel>cancelled interrupt>interrupted skip>skipped',
  awaiting_approval: 'approve>running reject>running cancel>cancelled',
  completed: '',
  failed: '',
  partial: '',
  cancelled: '',
  interrupted: '',
  skipped: '',
};

const REFUSED = { kind: 'refused', reason: expect.stringMatching(/^[A-Z].{10,}\.$/) };

const movesIn = (table: Record<string, string>): string[] =>
  Object.entries(table)
    .flatMap(([from, row]) =>
      row
        .split(' ')
        .filter(Boolean)
        .map((move) => `${from}>${move}`),
    )
    .sort();

/** `from>event>to` of every edge of the diagram under a heading. */
function movesDrawnUnder(heading: string): string[] {
  const readme = readFileSync(new URL('../../src/chain/README.md', import.meta.url), 'utf8');
  const diagram = readme.split(`## ${heading}\n`)[1]?.split('```mermaid\n')[1]?.split('```')[0] ?? '';
  return diagram
    .split('\n')
    .flatMap((line) => {
      const edge = /^\s*(\w+) --> (\w+): (.+)$/.exec(line);
      return edge ? (edge[3] ?? '').split(', ').map((event) => `${edge[1]}>${event}>${edge[2]}`) : [];
    })
    .sort();
}

describe('a step run', () => {
  test.each(STEP_STATUSES.flatMap((status) => STEP_EVENTS.map((event) => [status, event] as const)))(
    '%s, %s',
    (status, event) => {
      const expected = STEP_TABLE[status]
        .split(' ')
        .find((move) => move.startsWith(`${event}>`))
        ?.split('>')[1];
      expect(applyStepEvent(status, event)).toEqual(expected === undefined ? REFUSED : { kind: 'moved', to: expected });
      expect(stepStatusesFor(event).includes(status)).toBe(expected !== undefined);
    },
  );

  test('the diagram in the README shows every move and no other', () => {
    expect(movesDrawnUnder('A step run')).toEqual(movesIn(STEP_TABLE));
  });

  test('settled statuses are those that no event leaves', () => {
    const final = STEP_STATUSES.filter((status) =>
      STEP_EVENTS.every((event) => applyStepEvent(status, event).kind === 'refused'),
    );
    expect(final.sort()).toEqual([...SETTLED_STEP_STATUSES].sort());
    expect(STEP_STATUSES.filter(isSettled).sort()).toEqual(final);
    expect(STEP_STATUSES.filter(isDone)).toEqual(['completed', 'reused']);
  });

  test.each<[StepStatus, StepEvent, RegExp]>([
    ['running', 'claim', /Another worker holds its lease/],
    ['interrupted', 'claim', /taken over, not claimed/],
    ['running', 'take_over', /still holds the lease/],
    ['interrupted', 'complete', /has lost it/],
    ['waiting', 'claim', /still waits/],
    ['running', 'skip', /cancel it/],
    ['running', 'approve', /Nothing of it awaits approval/],
    ['completed', 'approve', /Nothing of it awaits approval\. It is completed already/],
    ['failed', 'retry', /only done again in a new chain run/],
    ['waiting', 'complete', /A step that is waiting cannot complete\./],
  ])('bug 47 %s refuses %s in its own words', (status, event, reason) => {
    expect(applyStepEvent(status, event)).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
  });
});

describe('a chain run', () => {
  test.each(CHAIN_RUN_STATUSES.flatMap((status) => CHAIN_RUN_EVENTS.map((event) => [status, event] as const)))(
    '%s, %s',
    (status, event) => {
      const expected = CHAIN_RUN_TABLE[status]
        .split(' ')
        .find((move) => move.startsWith(`${event}>`))
        ?.split('>')[1];
      expect(applyChainRunEvent(status, event)).toEqual(expected === undefined ? REFUSED : { kind: 'moved', to: expected });
      expect(chainRunStatusesFor(event).includes(status)).toBe(expected !== undefined);
    },
  );

  test('the diagram in the README shows every move and no other', () => {
    expect(movesDrawnUnder('A chain run')).toEqual(movesIn(CHAIN_RUN_TABLE));
  });

  test('active statuses are those that some event leaves', () => {
    const left = CHAIN_RUN_STATUSES.filter((status) =>
      CHAIN_RUN_EVENTS.some((event) => applyChainRunEvent(status, event).kind === 'moved'),
    );
    expect(CHAIN_RUN_STATUSES.filter(isActiveChainRun)).toEqual(left);
  });

  test.each<[ChainRunStatus, ChainRunEvent, RegExp]>([
    ['running', 'start', /runs already/],
    ['running', 'approve', /approved it already/],
    ['queued', 'approve', /has not begun/],
    ['completed', 'approve', /ended as completed: there is nothing left to approve/],
    ['failed', 'cancel', /ended as failed: there is nothing left to cancel/],
    ['partial', 'start', /start a new one, or resume this one/],
    ['interrupted', 'complete', /a finished chain run is never changed/],
    ['queued', 'complete', /A chain run that is queued cannot complete\./],
  ])('%s refuses %s in its own words', (status, event, reason) => {
    expect(applyChainRunEvent(status, event)).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) });
  });
});
