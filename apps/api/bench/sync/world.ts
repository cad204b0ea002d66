import { addDays } from '@rollcall/domain/calendar/iso-date';
import type { CourseRunsResource, ListedCourseRun } from '@rollcall/ssg/resources/course-runs';
import type { EnrolmentRecord } from '@rollcall/ssg/resources/enrolments';
import type { SsgSource } from '../../src/upstream/ssg-source.js';

/** The size and the calendar of one measured provider. */
export interface World {
  today: string;
  courses: number;
  runs: number;
  learnersPerRun: number;
}

export const PROVIDER = { uen: '209912345Z', code: '209912345Z-01', name: 'Benchmark Academy' };

export const courseCodeOf = (course: number): string => `TGS-2099${String(course).padStart(6, '0')}`;
const courseNumberOf = (courseCode: string): number => Number(courseCode.slice(-6));
const ssgRunIdOf = (run: number): string => String(800_000 + run);
const courseOf = (world: World, run: number): number => run % world.courses;

/** Every run of the world in SSG's words, made when asked for: nothing is kept, so memory shows the sync's own. */
export function listedRun(world: World, run: number): ListedCourseRun {
  const start = addDays(world.today, run % 21).replaceAll('-', '');
  const courseCode = courseCodeOf(courseOf(world, run));
  return {
    course: { referenceNumber: courseCode, externalReferenceNumber: courseCode, title: `Course ${courseOf(world, run)}` },
    run: {
      id: ssgRunIdOf(run),
      referenceNumber: courseCode,
      courseDates: { start: Number(start), end: Number(start) },
      modeOfTraining: '1',
      courseVacancy: { code: 'A', description: 'Available' },
      qrCodeLink: `https://www.myskillsfuture.gov.sg/api/take-attendance/RA${100_000 + run}`,
      linkCourseRunTrainer: [],
    },
  };
}

/** The enrolments of one run; a learner is in one run only, so that every row is new at the first sync. */
export function* enrolmentsOf(world: World, run: number): Generator<EnrolmentRecord> {
  const { course, run: listed } = listedRun(world, run);
  for (let learner = 0; learner < world.learnersPerRun; learner++) {
    const number = run * world.learnersPerRun + learner;
    const digits = String(number).padStart(7, '0');
    yield {
      enrolment: {
        referenceNumber: `ENR-9901-${digits}`,
        status: 'Confirmed',
        trainingPartner: { uen: PROVIDER.uen, code: PROVIDER.code, name: PROVIDER.name },
        course: {
          referenceNumber: course.referenceNumber,
          title: course.title,
          run: { id: listed.id, startDate: '2099-01-01', endDate: '2099-01-01' },
        },
        trainee: {
          id: `X${digits}Q`,
          idType: { type: 'OTHERS' },
          dateOfBirth: '1990-01-01',
          fullName: `Learner Number ${number}`,
          email: { full: `learner.${number}@example.org` },
          contactNumber: { countryCode: '+65', areaCode: '', phoneNumber: '80000000' },
          sponsorshipType: 'Individual',
          employer: {
            uen: '',
            name: '',
            contact: { fullName: '', contactNumber: { countryCode: '', areaCode: '', phoneNumber: '' }, email: { full: '' } },
          },
          fees: { discountAmount: '0', collectionStatus: 'Full Payment' },
          enrolmentDate: '2099-01-01',
        },
      },
      meta: { createdOn: '2099-01-01 09:00:00', updatedOn: '2099-01-01 09:00:00' },
    };
  }
}

function refuse(): never {
  throw new Error('The benchmark asks for runs and enrolments only.');
}

/** SSG without a wire: the database part of a sync is measured, so answers cost as little as they can. */
export function inMemorySsg(world: World): SsgSource {
  async function* listByReference(query: Parameters<CourseRunsResource['listByReference']>[0]): AsyncGenerator<ListedCourseRun> {
    for (let run = courseNumberOf(query.courseReferenceNumber); run < world.runs; run += world.courses)
      yield listedRun(world, run);
  }
  return {
    clientFor: () => ({
      courseRuns: { listByReference, get: async () => null },
      enrolments: {
        search: async function* ({ courseRunId }) {
          yield* enrolmentsOf(world, Number(courseRunId) - 800_000);
        },
        view: refuse,
      },
      trainers: { list: refuse },
      checkCredentials: refuse,
      close: async () => {},
    }),
  };
}
