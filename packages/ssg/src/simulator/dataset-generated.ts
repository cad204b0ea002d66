import type { Dataset, DatasetRun } from './dataset.js';
import { addDays } from './dates.js';
import { uenOf } from './identifiers.js';
import { trainerOf } from './people.js';
import { createRandom } from './prng.js';
import type { CourseRecord, ProviderRecord } from './records.js';
import { createRun, FIRST_RUN_ID } from './run-factory.js';

export interface GeneratedDatasetOptions {
  kind: 'generated';
  /** How many providers; the first may be named by `uen`, `code`, `name`. Default 1. */
  providers?: number;
  uen?: string;
  code?: string;
  name?: string;
  /** Per provider. Default 10. */
  courses?: number;
  /** Default 10. */
  runsPerCourse?: number;
  /** Exact number, or a range. Default 0 to 25. */
  learnersPerRun?: number | { from: number; to: number };
  /** Trainers in each provider's profile. Default 12. */
  trainers?: number;
  /** The runs start between these days, counted from today. Default -30 to 120. */
  startWindow?: { from: number; to: number };
}

const ADJECTIVES = ['Practical', 'Applied', 'Essential', 'Advanced', 'Everyday', 'Modern', 'Certified'];
const SUBJECTS = [
  'Customer Service',
  'Food Hygiene',
  'Workplace Safety',
  'Data Analysis',
  'Team Leadership',
  'Digital Marketing',
  'Barista Skills',
  'Project Planning',
  'Care for the Elderly',
  'Urban Farming',
  'Landscape Maintenance',
];

/** Fictional providers with courses and runs; learners are invented later, when a run is read, so that 10,000 runs stay cheap. */
export function generateDataset(options: GeneratedDatasetOptions, seed: number, today: string): Dataset {
  const dataset: Dataset = { providers: [], courses: [], runs: [], rejectedRows: [] };
  for (let index = 0; index < (options.providers ?? 1); index++) {
    const provider = generateProvider(options, seed, index);
    dataset.providers.push(provider);
    for (let number = 0; number < (options.courses ?? 10); number++) {
      const course = generateCourse(seed, provider.uen, dataset.courses.length);
      dataset.courses.push(course);
      for (let run = 0; run < (options.runsPerCourse ?? 10); run++) {
        dataset.runs.push(generateRun(options, seed, today, course, FIRST_RUN_ID + dataset.runs.length));
      }
    }
  }
  return dataset;
}

function generateProvider(options: GeneratedDatasetOptions, seed: number, index: number): ProviderRecord {
  const uen = index === 0 && options.uen !== undefined ? options.uen : uenOf(2019, 90_000 + index);
  return {
    uen,
    code: index === 0 && options.code !== undefined ? options.code : `${uen}-01`,
    name: index === 0 && options.name !== undefined ? options.name : `INVENTED ACADEMY ${index + 1} PTE. LTD.`,
    trainers: Array.from({ length: options.trainers ?? 12 }, (_, number) => trainerOf(seed, uen, number)),
  };
}

function generateCourse(seed: number, uen: string, number: number): CourseRecord {
  const random = createRandom(seed, 'course', number);
  const referenceNumber = `TGS-${random.integer(2019, 2025)}${String(900_000 + number)}`;
  // A number in the title keeps titles apart where the word lists run out.
  const title = `${random.pick(ADJECTIVES)} ${random.pick(SUBJECTS)} ${number + 1}`;
  return { referenceNumber, externalReferenceNumber: referenceNumber, title, uen, expired: false };
}

function generateRun(
  options: GeneratedDatasetOptions,
  seed: number,
  today: string,
  course: CourseRecord,
  id: number,
): DatasetRun {
  const random = createRandom(seed, 'schedule', id);
  const window = options.startWindow ?? { from: -30, to: 120 };
  const startDate = addDays(today, random.integer(window.from, window.to));
  const learners = options.learnersPerRun ?? { from: 0, to: 25 };
  return {
    run: createRun(seed, {
      id,
      courseReferenceNumber: course.referenceNumber,
      uen: course.uen,
      startDate,
      endDate: addDays(startDate, random.pick([0, 0, 1, 2, 4])),
      modeOfTraining: random.pick(['1', '1', '1', '1', '2', '3', '4', '8', '9']),
    }),
    plannedEnrolments: typeof learners === 'number' ? learners : random.integer(learners.from, learners.to),
  };
}
