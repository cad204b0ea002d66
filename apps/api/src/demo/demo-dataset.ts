import { addDays, type IsoDate } from '@rollcall/domain/calendar/iso-date';
import type {
  ExplicitCourse,
  ExplicitDatasetOptions,
  ExplicitEnrolment,
  ExplicitRun,
} from '@rollcall/ssg/simulator/dataset-explicit';
import { traineeOf } from '@rollcall/ssg/simulator/people';
import { DEMO_COURSES, type DemoCourse } from './demo-courses.js';
import { DEMO_PROVIDER } from './demo-provider.js';

export const DEMO_SEED = 2026;

/** Runs are placed from a month back to two months ahead of today. */
const DAYS_BACK = 30;
const DAYS_AHEAD = 60;
const MOST_LEARNERS_IN_A_RUN = 9;
/** So few that many learners take more than one course. */
const LEARNERS = 160;

const MILLISECONDS_A_DAY = 86_400_000;
/** Keeps run ids in the size of SSG's own. */
const FIRST_DAY = 20_000;
const FIRST_RUN_ID = 1_000_000;

/**
 * What the simulated SSG holds for the demo provider. Runs stand on a fixed calendar (a run begins where the day's number
 * divides by the course's rhythm), so what is shown around today moves with the days while each run stays what it is:
 * a second start finds nothing changed, and a start next week finds new runs and old ones in their places.
 */
export function demoDataset(today: IsoDate): ExplicitDatasetOptions {
  return {
    kind: 'explicit',
    providers: [
      {
        uen: DEMO_PROVIDER.uen,
        code: DEMO_PROVIDER.code,
        name: DEMO_PROVIDER.name,
        courses: DEMO_COURSES.map((course, index) => demoCourse(course, index, today)),
      },
    ],
  };
}

function demoCourse(course: DemoCourse, index: number, today: IsoDate): ExplicitCourse {
  const days = Array.from({ length: DAYS_BACK + DAYS_AHEAD + 1 }, (_, day) => addDays(today, day - DAYS_BACK));
  const starts = days.filter((day) => (dayNumber(day) + course.shiftDays) % course.everyDays === 0);
  return {
    referenceNumber: course.code,
    title: course.title,
    runs: starts.map((startDate) => demoRun(course, index, startDate)),
  };
}

function demoRun(course: DemoCourse, courseIndex: number, startDate: IsoDate): ExplicitRun {
  const ordinal = (dayNumber(startDate) + course.shiftDays) / course.everyDays;
  return {
    id: FIRST_RUN_ID + (dayNumber(startDate) - FIRST_DAY) * 100 + courseIndex,
    startDate,
    endDate: addDays(startDate, course.lengthDays - 1),
    modeOfTraining: course.mode,
    vacancy: ordinal % 4 === 0 ? 'F' : ordinal % 3 === 0 ? 'L' : 'A',
    trainers: course.linkedTrainers,
    enrolments: demoEnrolments(course, courseIndex, ordinal, startDate),
  };
}

function demoEnrolments(course: DemoCourse, courseIndex: number, ordinal: number, startDate: IsoDate): ExplicitEnrolment[] {
  const secondOnes = ordinal % 2 === 1;
  if (course.enrolments === 'none_in_every_second' && secondOnes) return [];
  const count = 3 + ((ordinal * 5 + courseIndex) % (MOST_LEARNERS_IN_A_RUN - 3));
  const enrolments = Array.from({ length: count }, (_, index): ExplicitEnrolment => {
    const learner = (ordinal * 29 + courseIndex * 37 + index * 13) % LEARNERS;
    return {
      referenceNumber: referenceNumber(startDate, courseIndex, index),
      status: index > 0 && index % 6 === 5 ? 'Cancelled' : 'Confirmed',
      trainee: traineeOf(DEMO_SEED, learner),
      enrolmentDate: addDays(startDate, -40 + index),
      ...(learner % 3 === 0 && { employer: true }),
    };
  });
  if (course.enrolments === 'cancelled_in_every_second' && secondOnes)
    return enrolments.map((enrolment) => ({ ...enrolment, status: 'Cancelled' }));
  return course.enrolments === 'odd' ? withOddOnes(enrolments, startDate, courseIndex) : enrolments;
}

/** The first learner cancelled and enrolled again; another one was rejected. */
function withOddOnes(enrolments: ExplicitEnrolment[], startDate: IsoDate, courseIndex: number): ExplicitEnrolment[] {
  const [first, second, ...others] = enrolments;
  if (!first || !second) return enrolments;
  const again = {
    ...first,
    referenceNumber: referenceNumber(startDate, courseIndex, 90),
    enrolmentDate: addDays(startDate, -20),
  };
  return [{ ...first, status: 'Cancelled' }, again, { ...second, status: 'Rejected' }, ...others];
}

/** SSG's `ENR-YYMM-NNNNNN`, the same for the same place in the calendar: course, day of the month, number in the run. */
function referenceNumber(startDate: IsoDate, courseIndex: number, number: number): string {
  return `ENR-${startDate.slice(2, 4)}${startDate.slice(5, 7)}-${twoDigits(courseIndex + 1)}${startDate.slice(8, 10)}${twoDigits(number)}`;
}

const dayNumber = (day: IsoDate): number => Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY;

const twoDigits = (value: number): string => String(value).padStart(2, '0');
