import { addDays } from '@rollcall/domain/calendar/iso-date';
import type { Simulator } from '@rollcall/ssg/simulator/server';
import { addRun, changeEnrolment, changeRun } from '@rollcall/ssg/simulator/staff';
import { COURSE, type SyncWorld } from '../../support/sync-world.js';

/** A seeded source of choices: the same seed makes the same history. */
export class Choices {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 up to, and without, `below`. */
  below(below: number): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.below(items.length))];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  }
}

/** A change of one day, the same for every world. Those at SSG change a simulator, those of admins a database. */
export interface DayChange {
  what: string;
  atSsg?: (simulator: Simulator) => void;
  here?: (world: SyncWorld) => Promise<unknown>;
}

export const TRAINERS = [
  { email: 'tara.tan@example.org', name: 'Tara Tan' },
  { email: 'noor.lim@example.org', name: 'Noor Lim' },
];

const STATUSES = ['Confirmed', 'Cancelled', 'Rejected'] as const;

/** One random change at the instant `at`. `simulator` tells what there is; it is not changed. */
export function randomChange(choices: Choices, simulator: Simulator, at: number, today: string): DayChange {
  const runs = simulator.state.runs().sort((left, right) => left.id - right.id);
  const run = choices.of(runs);
  const enrolments = runs.flatMap(({ id }) => simulator.state.enrolments.ofRun(id));
  const { referenceNumber } = choices.of(enrolments);
  const date = addDays(today, Math.floor(choices.below(30)) - 3);
  const status = choices.of(STATUSES);
  const vacancy = choices.of(['A', 'L', 'F'] as const);
  const removed = (after: string, before: string) => (world: SyncWorld) =>
    world.rows(
      `UPDATE enrollment SET enrolment_status = $2, version = version + 1, updated_at = clock_timestamp()
       WHERE enrolment_id = $1 AND (enrolment_status = 'Admin Removed') = ($3 = 'Admin Removed')`,
      [referenceNumber, after, before],
    );
  const trainers = choices.of([[], [choices.of(TRAINERS)], TRAINERS]);
  return choices.of<DayChange>([
    {
      what: `${run.id} gains an enrolment, ${status}`,
      atSsg: ({ state }) => changeEnrolment(state, { action: 'add', runId: run.id, status }, at),
    },
    {
      what: `${referenceNumber} is ${status}`,
      atSsg: ({ state }) => changeEnrolment(state, { action: 'change', referenceNumber, status }, at),
    },
    {
      what: `${referenceNumber} is cancelled`,
      atSsg: ({ state }) => changeEnrolment(state, { action: 'cancel', referenceNumber }, at),
    },
    {
      what: `${referenceNumber} vanishes`,
      atSsg: ({ state }) => changeEnrolment(state, { action: 'remove', referenceNumber }, at),
    },
    {
      what: `${referenceNumber} moves to ${run.id}`,
      atSsg: ({ state }) => changeEnrolment(state, { action: 'change', referenceNumber, runId: run.id }, at),
    },
    {
      what: `${referenceNumber} has another name`,
      atSsg: ({ state }) =>
        changeEnrolment(state, { action: 'change', referenceNumber, trainee: { fullName: `Renamed ${date}` } }, at),
    },
    { what: `${run.id} starts on ${date}`, atSsg: ({ state }) => changeRun(state, run.id, { startDate: date, endDate: date }) },
    {
      what: `${run.id} has another vacancy`,
      atSsg: ({ state }) => changeRun(state, run.id, { vacancy }),
    },
    { what: `${run.id} has ${trainers.length} trainers`, atSsg: ({ state }) => changeRun(state, run.id, { trainers }) },
    {
      what: `a new run on ${date}`,
      atSsg: ({ state }) => void addRun(state, { courseReferenceNumber: COURSE, startDate: date, endDate: date, trainers: [] }),
    },
    { what: `${run.id} is gone`, atSsg: ({ state }) => (runs.length > 3 ? state.deleteRun(run.id) : undefined) },
    {
      what: `${run.id} cannot be read`,
      atSsg: ({ faults }) =>
        void faults.add({ operation: 'enrolments.search', runId: run.id, effect: { kind: 'inner-status', status: 403 } }),
    },
    { what: `an admin removes ${referenceNumber}`, here: removed('Admin Removed', 'here') },
    { what: `an admin brings ${referenceNumber} back`, here: removed('Confirmed', 'Admin Removed') },
  ]);
}
