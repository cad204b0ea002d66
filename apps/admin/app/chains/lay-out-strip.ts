/** A schedule as the overlap strip needs it. */
export interface StripSchedule {
  id: string;
  title: string;
  /** Shorter, for the lane. */
  label: string;
  chain: string | null;
  /** The step it starts alone; null where it starts the whole chain. */
  step: string | null;
  /** Moments, ISO. */
  ticks: string[];
  /** How long a run takes as a rule; null without history. */
  durationSeconds: number | null;
  /** The systems its steps call. */
  upstreams: string[];
  paused: boolean;
}

export interface StripBar {
  /** Epoch milliseconds. */
  start: number;
  end: number;
  /** Of the strip's width, 0 to 1. */
  left: number;
  width: number;
  clashes: boolean;
}

export interface StripLane {
  id: string;
  title: string;
  label: string;
  paused: boolean;
  /** False: nobody knows how long it takes, and its bars are drawn as short as can be. */
  known: boolean;
  bars: StripBar[];
}

/** `upstream`: both call the same system, so one waits. `itself`: a tick comes while the run before it is at work. `chain`: a step's own tick while its chain runs, which does not start it (S4.16). */
export interface StripClash {
  kind: 'upstream' | 'itself' | 'chain';
  first: { id: string; title: string };
  second: { id: string; title: string };
  upstreams: string[];
  /** The first time, epoch milliseconds: from the later one's beginning to the earlier end. */
  from: number;
  until: number;
  /** When the one that comes first is over: from then on the other would not be in its way. */
  freeFrom: number;
  /** How often in the time shown. */
  times: number;
}

export interface StripLayout {
  lanes: StripLane[];
  clashes: StripClash[];
}

const HOUR_MS = 3_600_000;
/** What counts for a run without history. */
const UNKNOWN_MS = 60_000;
/** The least that can be seen. */
const LEAST_WIDTH = 0.004;

interface Run {
  schedule: StripSchedule;
  bar: StripBar;
}

/** Lanes, bars and clashes of the next hours. Ticks of a paused schedule are shown, and clash with nothing. */
export function layOutStrip(options: { from: number; hours: number; schedules: readonly StripSchedule[] }): StripLayout {
  const { from, hours, schedules } = options;
  const span = hours * HOUR_MS;
  const runs = schedules.flatMap((schedule) => runsOf(schedule, from, span));
  const clashes = clashesOf(runs.filter(({ schedule }) => !schedule.paused));
  return {
    lanes: schedules.map((schedule) => ({
      id: schedule.id,
      title: schedule.title,
      label: schedule.label,
      paused: schedule.paused,
      known: schedule.durationSeconds !== null,
      bars: runs.filter((run) => run.schedule === schedule).map(({ bar }) => bar),
    })),
    clashes,
  };
}

function runsOf(schedule: StripSchedule, from: number, span: number): Run[] {
  const lasts = schedule.durationSeconds === null ? UNKNOWN_MS : schedule.durationSeconds * 1000;
  return schedule.ticks
    .map((tick) => Date.parse(tick))
    .filter((start) => start >= from && start < from + span)
    .map((start) => {
      const left = (start - from) / span;
      const width = Math.min(Math.max(lasts / span, LEAST_WIDTH), 1 - left);
      return { schedule, bar: { start, end: start + lasts, left, width, clashes: false } };
    });
}

/** Marks the bars that clash, and tells each pair once. */
function clashesOf(runs: Run[]): StripClash[] {
  const found = new Map<string, StripClash>();
  const ordered = runs.toSorted((one, other) => one.bar.start - other.bar.start);
  ordered.forEach((earlier, index) => {
    for (const later of ordered.slice(index + 1)) {
      if (later.bar.start >= earlier.bar.end) break;
      const reason = reasonOf(earlier.schedule, later.schedule);
      if (!reason) continue;
      earlier.bar.clashes = true;
      later.bar.clashes = true;
      const key = [earlier.schedule.id, later.schedule.id].sort().join(' ');
      const known = found.get(key);
      if (known) known.times++;
      else found.set(key, firstClash(earlier, later, reason));
    }
  });
  return [...found.values()];
}

function firstClash(earlier: Run, later: Run, reason: Pick<StripClash, 'kind' | 'upstreams'>): StripClash {
  const named = ({ schedule: { id, title } }: Run) => ({ id, title });
  return {
    ...reason,
    first: named(earlier),
    second: named(later),
    from: later.bar.start,
    until: Math.min(earlier.bar.end, later.bar.end),
    freeFrom: earlier.bar.end,
    times: 1,
  };
}

function reasonOf(one: StripSchedule, other: StripSchedule): Pick<StripClash, 'kind' | 'upstreams'> | null {
  if (one.id === other.id) return { kind: 'itself', upstreams: [] };
  const ofOneChain = one.chain !== null && one.chain === other.chain;
  if (ofOneChain && (one.step === null || other.step === null)) return { kind: 'chain', upstreams: [] };
  const upstreams = one.upstreams.filter((upstream) => other.upstreams.includes(upstream));
  return upstreams.length > 0 ? { kind: 'upstream', upstreams } : null;
}
