import type { ChainMode, Need } from '@rollcall/domain/chain/chain';
import { durationText } from '@rollcall/domain/chain/duration-text';
import type { ChainRunLine } from '../../modules/chains/read-chain-history.js';
import type { TickAhead } from '../../modules/chains/read-next-tick.js';
import type { LiveWorker } from '../../worker/worker-row.js';
import { chainRunStatusText } from './chain-words.js';
import { momentInBothZones, momentText } from './moment-text.js';
import { table } from './table.js';
import type { Colours } from './terminal.js';

export interface ChainShown {
  name: string;
  title: string;
  scope: 'provider' | 'system';
  modes: readonly ChainMode[];
  steps: { name: string; tier: number; required: boolean; upstream: string | null; needs: readonly Need[] }[];
  /** Whom the chain runs for: a provider each, or null for the installation. */
  owners: ChainOwner[];
}

export interface ChainOwner {
  provider: { uen: string; name: string; timeZone: string } | null;
  /** Null before the first worker has made it. */
  schedule: {
    cron: string | null;
    timeZone: string;
    paused: boolean;
    pausedReason: string | null;
    next: TickAhead | null;
  } | null;
  lastRun: ChainRunLine | null;
  atWork: ChainRunLine[];
}

/** All chains for people. `now` in epoch milliseconds. */
export function chainsText(
  { chains, workers }: { chains: readonly ChainShown[]; workers: readonly LiveWorker[] },
  now: number,
  colours: Colours,
): string {
  return [...chains.map((chain) => chainText(chain, now, colours)), workersText(workers, colours)].join('\n\n');
}

function chainText(chain: ChainShown, now: number, colours: Colours): string {
  const { bold, dim } = colours;
  const scope = chain.scope === 'provider' ? 'once per provider' : 'once for the installation';
  const steps = chain.steps.map(({ tier, name, required, upstream, needs }) => [
    tier,
    name,
    required ? 'required' : 'optional',
    upstream ?? '',
    needs.map(({ step, kind }) => (kind === 'soft' ? `${step} (soft)` : step)).join(', '),
  ]);
  return [
    `${bold(chain.name)}  ${chain.title} ${dim(`(${scope}; ${chain.modes.join(' or ')})`)}`,
    indented(table(['tier', 'step', '', 'upstream', 'needs'], steps)),
    ...(chain.owners.length === 0 ? [dim('  It runs for nobody: there is no training provider yet.')] : []),
    ...chain.owners.flatMap((owner) => ownerLines(owner, now, colours)),
  ].join('\n');
}

function ownerLines({ provider, schedule, lastRun, atWork }: ChainOwner, now: number, colours: Colours): string[] {
  const zone = provider?.timeZone ?? 'UTC';
  return [
    ...(provider === null ? [] : [`  ${provider.uen} ${provider.name}`]),
    ...scheduleLines(schedule, colours).map((line) => `    ${line}`),
    `    last run   ${lastRun === null ? 'none' : lastRunText(lastRun, zone, colours)}`,
    ...atWork.map((run) => `    now        ${atWorkText(run, now, colours)}`),
  ];
}

function scheduleLines(schedule: ChainOwner['schedule'], { yellow, dim }: Colours): string[] {
  if (schedule === null) return [`schedule   ${dim('none yet: a worker makes it when it starts')}`];
  const { cron, timeZone, paused, pausedReason, next } = schedule;
  const reason = pausedReason === null ? '' : `: ${pausedReason}`;
  return [
    `schedule   ${cron ?? 'none'} ${timeZone}${paused ? yellow(`  paused${reason}`) : ''}`,
    ...(next === null || paused ? [] : [`next       ${momentInBothZones(next.at, timeZone)}, ${next.mode}`]),
  ];
}

function lastRunText(run: ChainRunLine, zone: string, colours: Colours): string {
  const took = run.completedAt === null ? '' : `, took ${durationText(run.completedAt.getTime() - run.startedAt.getTime())}`;
  return `${run.number} ${chainRunStatusText(run.status, colours)}, ${momentText(run.startedAt, zone)}${took}`;
}

function atWorkText(run: ChainRunLine, now: number, colours: Colours): string {
  const at = run.currentStep === null ? '' : `, at ${run.currentStep}`;
  return `${run.number} ${chainRunStatusText(run.status, colours)} for ${durationText(now - run.startedAt.getTime())}${at}${run.dryRun ? ', dry run' : ''}`;
}

/** Says so where nobody works: nothing else on the page would. */
export function workersText(workers: readonly LiveWorker[], { yellow }: Colours): string {
  if (workers.length === 0)
    return yellow('No worker is at work: nothing runs, and schedules are not looked at. Start one: rollcall worker');
  const each = workers.map(
    ({ name, steps, draining }) => `${name} (${draining ? 'stopping' : `${steps} ${steps === 1 ? 'step' : 'steps'}`})`,
  );
  return `${workers.length === 1 ? 'Worker' : `${workers.length} workers`}: ${each.join(', ')}`;
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
