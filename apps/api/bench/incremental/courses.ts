import { addDays } from '@rollcall/domain/calendar/iso-date';
import type { ExplicitCourse } from '@rollcall/ssg/simulator/dataset-explicit';
import { courseCodeOf } from '../sync/world.js';

/** The size of the measured provider. */
export interface QuietWorld {
  courses: number;
  runsPerCourse: number;
  learnersPerRun: number;
}

/** Runs that start within the next twenty days, each with a trainer at SSG who is a user here. */
export function coursesOf({ courses, runsPerCourse, learnersPerRun }: QuietWorld, today: string): ExplicitCourse[] {
  return Array.from({ length: courses }, (_, course) => ({
    referenceNumber: courseCodeOf(course),
    runs: Array.from({ length: runsPerCourse }, (__, run) => ({
      startDate: addDays(today, 1 + ((course + 5 * run) % 20)),
      learners: learnersPerRun,
      trainers: [{ email: `trainer.${course}@example.org` }],
    })),
  }));
}
