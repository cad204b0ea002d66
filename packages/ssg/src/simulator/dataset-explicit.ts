import type { CollectionStatus, CourseVacancy, EnrolmentStatus, ModeOfTraining, TrainerRole } from './code-tables.js';
import type { Dataset, DatasetRun, ExplicitEnrolmentRecord } from './dataset.js';
import { addDays, singaporeInstant } from './dates.js';
import { employerOf, linkTrainer, traineeOf, trainerOf } from './people.js';
import type {
  CourseRecord,
  EmployerRecord,
  LinkedTrainerRecord,
  ProviderRecord,
  SessionRecord,
  TraineeRecord,
  TrainerRecord,
} from './records.js';
import { createRun, FIRST_RUN_ID } from './run-factory.js';

/**
 * A state spelled out by a test or a demonstration. Everything that is left out is invented from the seed, except lists:
 * a run without `trainers`, `sessions` or `enrolments` has none.
 */
export interface ExplicitDatasetOptions {
  kind: 'explicit';
  providers: ExplicitProvider[];
}

export interface ExplicitProvider {
  uen: string;
  /** Default UEN + `-01`. */
  code?: string;
  name?: string;
  trainers?: ExplicitTrainer[];
  courses: ExplicitCourse[];
}

export interface ExplicitCourse {
  referenceNumber: string;
  title?: string;
  expired?: boolean;
  runs: ExplicitRun[];
}

export interface ExplicitRun {
  /** Default: the next free one from 850000. */
  id?: number;
  /** `YYYY-MM-DD`. Default: a week after today. */
  startDate?: string;
  /** Default: the start. */
  endDate?: string;
  registrationOpening?: string;
  registrationClosing?: string;
  modeOfTraining?: ModeOfTraining;
  vacancy?: CourseVacancy;
  intakeSize?: number;
  /** Blank: no attendance code yet. */
  qrCodeLink?: string;
  trainers?: ExplicitTrainer[];
  sessions?: Omit<SessionRecord, 'id'>[];
  enrolments?: ExplicitEnrolment[];
  /** How many enrolments to invent besides those. Default 0. */
  learners?: number;
}

export interface ExplicitTrainer {
  email: string;
  name?: string;
  id?: string;
  /** A full NRIC or FIN; answers mask it. */
  identifier?: string;
  /** Default [1]: trainer. */
  roles?: TrainerRole[];
  /** On a run: whether the provider's own list knows the trainer. Default true. */
  inTrainingProviderProfile?: boolean;
}

export interface ExplicitEnrolment {
  referenceNumber?: string;
  /** Default Confirmed. */
  status?: EnrolmentStatus;
  trainee?: Partial<TraineeRecord>;
  /** Default: sponsored by the individual. `true` invents an employer. */
  employer?: Partial<EmployerRecord> | true;
  collectionStatus?: CollectionStatus;
  discountAmount?: string;
  enrolmentDate?: string;
  /** Epoch milliseconds. Default: noon in Singapore on the enrolment date. */
  createdOn?: number;
  updatedOn?: number;
}

/** Fills an explicit state up. Throws when two runs have the same id. */
export function explicitDataset(options: ExplicitDatasetOptions, seed: number, today: string): Dataset {
  const dataset: Dataset = { providers: [], courses: [], runs: [], rejectedRows: [] };
  const taken = new Set(
    options.providers.flatMap(({ courses }) => courses.flatMap(({ runs }) => runs.flatMap(({ id }) => id ?? []))),
  );
  const used = new Set<number>();
  let nextId = FIRST_RUN_ID;
  for (const provider of options.providers) {
    const record = providerOf(provider, seed);
    dataset.providers.push(record);
    for (const course of provider.courses) {
      dataset.courses.push(courseOf(course, provider.uen));
      for (const run of course.runs) {
        while (run.id === undefined && taken.has(nextId)) nextId++;
        const id = run.id ?? nextId++;
        if (used.has(id)) throw new Error(`Two course runs have the id ${id}; give each its own.`);
        used.add(id);
        dataset.runs.push(runOf(run, { id, courseReferenceNumber: course.referenceNumber }, record, seed, today));
      }
    }
  }
  return dataset;
}

/** An enrolment with everything that was left out filled in; `number` decides who the trainee is. */
export function explicitEnrolment(
  given: ExplicitEnrolment,
  owner: { runId: number; uen: string; courseReferenceNumber: string },
  context: { seed: number; number: number; now: number; today: string },
): ExplicitEnrolmentRecord {
  const createdOn = given.createdOn ?? context.now;
  return {
    ...owner,
    referenceNumber: given.referenceNumber ?? null,
    status: given.status ?? 'Confirmed',
    trainee: { ...traineeOf(context.seed, context.number), ...given.trainee },
    employer:
      given.employer === undefined
        ? null
        : { ...employerOf(context.seed, 0), ...(given.employer === true ? {} : given.employer) },
    discountAmount: given.discountAmount ?? '0',
    collectionStatus: given.collectionStatus ?? 'Full Payment',
    enrolmentDate: given.enrolmentDate ?? context.today,
    createdOn,
    updatedOn: given.updatedOn ?? createdOn,
  };
}

/** A trainer as linked to a run: what was left out comes from the provider's list, or is invented from the e-mail address. */
export function explicitLinkedTrainer(given: ExplicitTrainer, provider: ProviderRecord, seed: number): LinkedTrainerRecord {
  const known = provider.trainers.find(({ email }) => email === given.email) ?? explicitTrainer(given, provider.uen, seed);
  return linkTrainer({ ...known, ...withoutUndefined(given) }, given.inTrainingProviderProfile ?? true);
}

function explicitTrainer(given: ExplicitTrainer, uen: string, seed: number): TrainerRecord {
  const invented = trainerOf(seed, `${uen}/${given.email}`, 0);
  return {
    ...invented,
    email: given.email,
    name: given.name ?? invented.name,
    id: given.id ?? invented.id,
    identifier: given.identifier ?? invented.identifier,
    roles: given.roles ?? [1],
  };
}

const providerOf = (given: ExplicitProvider, seed: number): ProviderRecord => ({
  uen: given.uen,
  code: given.code ?? `${given.uen}-01`,
  name: given.name ?? `INVENTED ACADEMY ${given.uen}`,
  trainers: (given.trainers ?? []).map((trainer) => explicitTrainer(trainer, given.uen, seed)),
});

const courseOf = (given: ExplicitCourse, uen: string): CourseRecord => ({
  referenceNumber: given.referenceNumber,
  externalReferenceNumber: given.referenceNumber,
  title: given.title ?? `Course ${given.referenceNumber}`,
  uen,
  expired: given.expired ?? false,
});

function runOf(
  given: ExplicitRun,
  names: { id: number; courseReferenceNumber: string },
  provider: ProviderRecord,
  seed: number,
  today: string,
): DatasetRun {
  const owner = { ...names, uen: provider.uen };
  const startDate = given.startDate ?? addDays(today, 7);
  const { trainers = [], sessions = [], enrolments = [], learners = 0, ...rest } = given;
  const endDate = given.endDate ?? startDate;
  const run = createRun(seed, { ...owner, startDate, endDate, modeOfTraining: given.modeOfTraining ?? '1' });
  return {
    run: { ...run, ...withoutUndefined(rest), id: owner.id },
    plannedEnrolments: learners,
    trainers: trainers.map((trainer) => explicitLinkedTrainer(trainer, provider, seed)),
    sessions: sessions.map((session, index) => ({ ...session, id: `${owner.courseReferenceNumber}-${owner.id}-S${index + 1}` })),
    enrolments: enrolments.map((enrolment, index) => {
      const enrolmentDate = enrolment.enrolmentDate ?? addDays(today, -7);
      return explicitEnrolment(
        { ...enrolment, enrolmentDate },
        { runId: owner.id, uen: owner.uen, courseReferenceNumber: owner.courseReferenceNumber },
        { seed, number: owner.id * 100 + index, now: singaporeInstant(enrolmentDate, 12 * 3600), today },
      );
    }),
  };
}

function withoutUndefined<T extends object>(given: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
}
