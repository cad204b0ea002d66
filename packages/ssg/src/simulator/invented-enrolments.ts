import type { EnrolmentStatus } from './code-tables.js';
import { dateOf, dayNumber, singaporeDate, singaporeInstant } from './dates.js';
import { enrolmentReference } from './identifiers.js';
import { employerOf, traineeOf } from './people.js';
import { createRandom, type Random } from './prng.js';
import type { EnrolmentRecord } from './records.js';

/** What a run's enrolments are invented from. It keeps the run's first dates, so that rescheduling changes no enrolment. */
export interface EnrolmentPlan {
  runId: number;
  uen: string;
  courseReferenceNumber: string;
  startDate: string;
  /** The running number of the first one; the others follow. */
  firstNumber: number;
  count: number;
}

export interface Invention {
  seed: number;
  today: string;
  /** How many different trainees there are; the same person meets us in several runs. */
  population: number;
}

const EMPLOYERS = 40;

/**
 * The enrolments of one run: mostly Confirmed, some Cancelled, few Rejected; now and then the same trainee twice (SSG checks no
 * duplicates, ssg-api.md §7.1) and now and then a run where everybody cancelled. Depends on seed and run id alone.
 */
export function inventEnrolments(plan: EnrolmentPlan, invention: Invention): EnrolmentRecord[] {
  const random = createRandom(invention.seed, 'enrolments', plan.runId);
  const everybodyCancelled = random.chance(0.03);
  const enrolledTwice = plan.count >= 3 && random.chance(0.08);
  const numbers = distinctNumbers(random, plan.count, invention.population);
  if (enrolledTwice) numbers[plan.count - 1] = numbers[0] ?? 0;
  return numbers.map((traineeNumber, index) => {
    const twin = enrolledTwice && (index === 0 || index === plan.count - 1);
    const status = everybodyCancelled ? 'Cancelled' : twin ? 'Confirmed' : statusOf(random.next());
    return inventEnrolment(plan, invention, index, traineeNumber, status, random);
  });
}

function inventEnrolment(
  plan: EnrolmentPlan,
  { seed, today }: Invention,
  index: number,
  traineeNumber: number,
  status: EnrolmentStatus,
  random: Random,
): EnrolmentRecord {
  const lastDay = Math.min(dayNumber(plan.startDate), dayNumber(today)) - 1;
  const createdDay = lastDay - random.integer(0, 40);
  const createdOn = singaporeInstant(dateOf(createdDay), random.integer(8 * 3600, 20 * 3600));
  const updatedDay = status === 'Confirmed' ? createdDay : random.integer(createdDay, lastDay);
  const date = singaporeDate(createdOn);
  return {
    referenceNumber: enrolmentReference(date, plan.firstNumber + index),
    status,
    uen: plan.uen,
    courseReferenceNumber: plan.courseReferenceNumber,
    runId: plan.runId,
    trainee: traineeOf(seed, traineeNumber),
    employer: random.chance(0.45) ? employerOf(seed, random.integer(0, EMPLOYERS - 1)) : null,
    discountAmount: random.pick(['0', '0', '50.25', '100', '1500']),
    collectionStatus: random.pick(['Pending Payment', 'Partial Payment', 'Full Payment', 'Full Payment']),
    enrolmentDate: date,
    createdOn,
    updatedOn: singaporeInstant(dateOf(updatedDay), random.integer(20 * 3600 + 1, 24 * 3600 - 1)),
  };
}

function statusOf(share: number): EnrolmentStatus {
  if (share < 0.09) return 'Cancelled';
  return share < 0.1 ? 'Rejected' : 'Confirmed';
}

function distinctNumbers(random: Random, count: number, population: number): number[] {
  const numbers = new Set<number>();
  while (numbers.size < count) numbers.add(random.integer(0, population - 1));
  return [...numbers];
}
