import type { DatasetRun, ExplicitEnrolmentRecord } from './dataset.js';
import { singaporeDate } from './dates.js';
import { enrolmentNumber, enrolmentReference } from './identifiers.js';
import { type EnrolmentPlan, type Invention, inventEnrolments } from './invented-enrolments.js';
import type { EnrolmentRecord } from './records.js';

const RUNS_KEPT = 256;

/**
 * All enrolments, of which only the edited ones are in memory. The others are invented again whenever their run is read:
 * 10,000 runs of 20 learners cost a few numbers per run, not 200,000 objects.
 */
export interface EnrolmentStore {
  /** In order of reference number; [] for a run without enrolments. */
  ofRun(runId: number): EnrolmentRecord[];
  find(referenceNumber: string): EnrolmentRecord | null;
  /** Adds one; gives it the next free reference number when it has none. */
  add(record: ExplicitEnrolmentRecord): EnrolmentRecord;
  /** Replaces the enrolment with the same reference number; it may name another run. */
  save(record: EnrolmentRecord): void;
  /** As if it had never been. SSG has no such operation; its staff have. */
  remove(referenceNumber: string): void;
  /** How many enrolments a run has, ended ones included; needs no invention. */
  countOfRun(runId: number): number;
  /** How many different runs have been invented so far, for tests of laziness. */
  readonly inventedRuns: number;
  /** Grows with each change, so that a cached search result can tell that it is old. */
  readonly revision: number;
}

/** Numbers the planned enrolments in the order of the runs and keeps the spelled-out ones. */
export function createEnrolmentStore(runs: readonly DatasetRun[], seed: number, today: string): EnrolmentStore {
  const plans = new Map<number, EnrolmentPlan>();
  const counts = new Map<number, number>();
  const plansByNumber: EnrolmentPlan[] = [];
  const edited = new Map<string, EnrolmentRecord>();
  const removed = new Set<string>();
  const editedByRun = new Map<number, Set<string>>();
  const kept = new Map<number, EnrolmentRecord[]>();
  const everInvented = new Set<number>();
  let nextNumber = 1;
  let revision = 0;
  for (const { run, plannedEnrolments: count } of runs) {
    counts.set(run.id, count);
    if (count === 0) continue;
    const { id: runId, uen, courseReferenceNumber, startDate } = run;
    const plan = { runId, uen, courseReferenceNumber, startDate, firstNumber: nextNumber, count };
    plans.set(runId, plan);
    plansByNumber.push(plan);
    nextNumber += count;
  }
  const invention: Invention = { seed, today, population: Math.max(500, Math.floor(nextNumber / 3)) };

  function invented(plan: EnrolmentPlan): EnrolmentRecord[] {
    const known = kept.get(plan.runId);
    if (known !== undefined) return known;
    const records = inventEnrolments(plan, invention);
    everInvented.add(plan.runId);
    kept.set(plan.runId, records);
    const oldest = kept.size > RUNS_KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return records;
  }

  function find(referenceNumber: string): EnrolmentRecord | null {
    if (removed.has(referenceNumber)) return null;
    const edit = edited.get(referenceNumber);
    if (edit !== undefined) return edit;
    const number = enrolmentNumber(referenceNumber);
    const plan = number === null ? undefined : planOf(plansByNumber, number);
    if (plan === undefined) return null;
    return invented(plan).find((record) => record.referenceNumber === referenceNumber) ?? null;
  }

  function adjustCount(runId: number, by: 1 | -1): void {
    counts.set(runId, (counts.get(runId) ?? 0) + by);
  }

  function save(record: EnrolmentRecord): void {
    const before = find(record.referenceNumber);
    if (before !== null) adjustCount(before.runId, -1);
    adjustCount(record.runId, 1);
    revision++;
    removed.delete(record.referenceNumber);
    edited.set(record.referenceNumber, record);
    // An enrolment that moved away stays listed under its old run; ofRun leaves it out by its run id.
    const references = editedByRun.get(record.runId) ?? new Set<string>();
    editedByRun.set(record.runId, references.add(record.referenceNumber));
  }

  function add(record: ExplicitEnrolmentRecord): EnrolmentRecord {
    if (record.referenceNumber !== null && find(record.referenceNumber) !== null) {
      throw new Error(`The enrolment ${record.referenceNumber} exists already; leave its number out to get a free one.`);
    }
    const referenceNumber = record.referenceNumber ?? freeReference(singaporeDate(record.createdOn));
    const added = { ...record, referenceNumber };
    save(added);
    return added;
  }

  function freeReference(month: string): string {
    let reference = enrolmentReference(month, nextNumber++);
    while (edited.has(reference)) reference = enrolmentReference(month, nextNumber++);
    return reference;
  }

  // Numbers that were given come first, so that none of them is handed out to an enrolment without one.
  const given = runs.flatMap(({ enrolments = [] }) => enrolments);
  for (const record of given) if (record.referenceNumber !== null) add(record);
  for (const record of given) if (record.referenceNumber === null) add(record);

  return {
    ofRun(runId) {
      const plan = plans.get(runId);
      const records = new Map((plan === undefined ? [] : invented(plan)).map((record) => [record.referenceNumber, record]));
      for (const reference of records.keys()) {
        const edit = edited.get(reference);
        if (edit !== undefined) records.set(reference, edit);
      }
      for (const reference of editedByRun.get(runId) ?? []) {
        const edit = edited.get(reference);
        if (edit !== undefined) records.set(reference, edit);
      }
      return [...records.values()]
        .filter((record) => record.runId === runId && !removed.has(record.referenceNumber))
        .sort(byReference);
    },
    find,
    add,
    save,
    remove(referenceNumber) {
      const before = find(referenceNumber);
      if (before !== null) adjustCount(before.runId, -1);
      revision++;
      removed.add(referenceNumber);
    },
    countOfRun: (runId) => counts.get(runId) ?? 0,
    get inventedRuns() {
      return everInvented.size;
    },
    get revision() {
      return revision;
    },
  };
}

/** Reference numbers differ in their month part first, so text order is not number order; any fixed order will do. */
const byReference = (a: EnrolmentRecord, b: EnrolmentRecord): number => (a.referenceNumber < b.referenceNumber ? -1 : 1);

/** Binary search: the plan whose numbers include this one. */
function planOf(plans: readonly EnrolmentPlan[], number: number): EnrolmentPlan | undefined {
  let from = 0;
  let to = plans.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const plan = plans[middle];
    if (plan === undefined) return undefined;
    if (number < plan.firstNumber) to = middle - 1;
    else if (number >= plan.firstNumber + plan.count) from = middle + 1;
    else return plan;
  }
  return undefined;
}
