import type { Dependencies } from '../../src/dependencies.js';

export const UEN = '201003953Z';
/** 02:00 in Singapore on the day of the first runs, still the day before in UTC (bug 4). */
export const EXAMPLE_NOW = Date.parse('2026-01-05T02:00:00+08:00');

/** What no answer may ever contain. */
export interface Secrets {
  identifiers: string[];
  hashes: string[];
  sealed: string[];
  emails: string[];
  phones: string[];
}

export interface Example {
  providerId: string;
  courseId: string;
  batchId: string;
  runIds: string[];
  secrets: Secrets;
}

/** An invented NRIC with the right check letter, made from a number. */
export function inventedIdentifier(serial: number): string {
  const digits = String(serial).padStart(7, '0');
  const sum = [2, 7, 6, 5, 4, 3, 2].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return `S${digits}${'JZIHGFEDCBA'[sum % 11]}`;
}

/**
 * Fills a provider with `count` course runs of one course, each with two trainers linked, one declined, three enrolments,
 * a log line, a change set and a review, so that every field of the schema has something to show.
 */
export async function createExample(deps: Dependencies, count: number, uen = UEN): Promise<Example> {
  const { prisma } = deps.database;
  const vault = deps.identifiers;
  const secrets: Secrets = { identifiers: [], hashes: [], sealed: [], emails: [], phones: [] };
  const provider = await prisma.trainingProvider.create({ data: { uen, code: `${uen}-01`, name: `Invented Academy ${uen}` } });
  const providerId = provider.id;

  const trainers = await Promise.all(
    ['Tan Invented', 'Lim Imagined', 'Ong Madeup', 'Goh Asleep'].map((name, index) =>
      prisma.appUser.create({
        data: {
          email: `trainer${index}.${uen.toLowerCase()}@example.org`,
          name,
          nameNormalised: name.toLowerCase(),
          active: index !== 3,
          roles: { create: { providerId, role: 'trainer' } },
        },
      }),
    ),
  );
  const [first, second] = trainers;
  if (!first || !second) throw new Error('the example needs two trainers');
  const course = await prisma.course.create({
    data: {
      providerId,
      courseCode: 'TGS-2026000001',
      title: 'Invented 100% practical course',
      trainersEmailList: `${first.email}; ${second.email}`,
      trainersList: 'Tan Invented [WSQ] | Lim Imagined | Goh Asleep | Nobody Known | Ong Madeup',
    },
  });
  const batch = await prisma.syncBatch.create({
    data: {
      providerId,
      runId: `upcoming_${uen}`,
      trigger: 'cli',
      status: 'failed',
      completedAt: new Date('2026-01-05T10:00:00Z'),
      today: new Date('2026-01-05'),
      thresholdDays: 21,
      ownerToken: deps.newId(),
      errorMessage: 'Nothing succeeded.',
      remedy: 'Look at the log lines.',
    },
  });

  const runIds: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const ssgRunId = String(850_000 + index);
    const day = new Date(Date.UTC(2026, 0, 5 + Math.floor(index / 2)));
    const run = await prisma.courseRun.create({
      data: {
        providerId,
        courseId: course.id,
        ssgRunId,
        startDate: day,
        endDate: day,
        classStatus: index % 3 === 2 ? 'Cancelled' : 'Pending',
        modeOfLearning: 'On the Job',
        modeOfTrainingCode: '3',
        tpgAssignedTrainerName: 'Trainer At Ssg',
        assignedTrainerId: first.id,
        assignedTrainerName: first.name,
        assignedTrainerEmail: first.email,
        assignmentSource: 'ssg',
        trainers: {
          create: [
            {
              providerId,
              trainerId: second.id,
              trainerName: second.name,
              trainerEmail: second.email,
              role: 'assessor',
              position: 0,
              assignmentSource: 'ssg',
            },
            {
              providerId,
              trainerId: first.id,
              trainerName: first.name,
              trainerEmail: first.email,
              role: 'trainer',
              position: 1,
              assignmentSource: 'ssg',
            },
          ],
        },
        declines: { create: { providerId, trainerId: second.id } },
      },
    });
    runIds.push(run.id);
    for (let place = 0; place < 3; place += 1) {
      const serial = Number(uen.slice(2, 5)) * 1000 + index * 3 + place;
      const identifier = inventedIdentifier(serial);
      const email = `learner.${uen.toLowerCase()}.${serial}@example.org`;
      const phone = `8${String(serial).padStart(7, '0')}`;
      const sealed = vault.seal(identifier);
      secrets.identifiers.push(identifier);
      secrets.hashes.push(vault.hash(identifier));
      secrets.sealed.push(sealed);
      secrets.emails.push(email);
      secrets.phones.push(phone);
      await prisma.enrolment.create({
        data: {
          provider: { connect: { id: providerId } },
          course: { connect: { id: course.id } },
          courseRun: { connect: { id: run.id } },
          learner: {
            create: {
              providerId,
              name: `Learner ${serial}`,
              email,
              phone,
              idType: 'NRIC',
              nricHmac: vault.hash(identifier),
              nricKeyId: vault.keyId,
              nricMasked: vault.mask(identifier),
              nricSealed: sealed,
            },
          },
          referenceNumber: `ENR-2601-${String(serial).padStart(6, '0')}`,
          status: place === 2 ? 'Admin Removed' : 'Confirmed',
          ssgStatus: 'Confirmed',
          rawData: { trainee: { id: vault.mask(identifier), note: `raw ${identifier}` } },
        },
      });
    }
    await prisma.syncLog.create({
      data: {
        providerId,
        batchId: batch.id,
        runId: batch.runId,
        ssgRunId,
        courseCode: course.courseCode,
        courseTitle: course.title,
        status: index % 2 === 0 ? 'success' : 'error',
        ...(index % 2 === 1 && { errorCode: 'TGS-500', errorMessage: 'SSG did not answer.', remedy: 'Sync the run again.' }),
        trainerOutcome: 'kept',
        decisions: {
          skips: [{ key: ssgRunId, rule: 'S0.17 admin-removed-wins', reason: 'An admin removed it.' }],
          notices: [{ key: ssgRunId, rule: 'X23 mode-profiles-disagree', message: 'Mode code 3.' }],
          trainers: [{ key: ssgRunId, rule: 'S0.32 assignment-kept', message: 'Stays.' }],
        },
      },
    });
    await prisma.changeSet.create({
      data: {
        providerId,
        batchId: batch.id,
        ssgRunId,
        phase: 'sync',
        counts: { 'course_run.create': 1 },
        changes: {
          create: [
            change(providerId, 'course_run', run.id, 'start_date', '2025-12-31', 'S0.21 new-course-run'),
            change(providerId, 'course_run', run.id, 'start_date', '2026-01-05', 'S0.22 ssg-updates-course-run'),
            change(providerId, 'course_run', run.id, 'mode_of_learning', 'On the Job', 'S0.24 mode-of-learning'),
            change(providerId, 'learner', deps.newId(), 'email', secrets.emails.at(-1) ?? '', 'bug 18 learner-match'),
            change(providerId, 'learner', deps.newId(), 'nric_hmac', secrets.hashes.at(-1) ?? '', 'bug 18 learner-match'),
          ],
        },
      },
    });
    await prisma.learnerReview.create({
      data: {
        providerId,
        batchId: batch.id,
        ssgRunId,
        referenceNumber: `ENR-2601-9${String(index).padStart(5, '0')}`,
        reason: 'ambiguous_learner',
        message: 'Two learners have this name and address.',
        candidateIds: [deps.newId()],
        traineeName: 'Somebody Invented',
        nricMasked: '*****567D',
      },
    });
  }
  return { providerId, courseId: course.id, batchId: batch.id, runIds, secrets };
}

function change(providerId: string, entityType: string, entityId: string, field: string, after: string, rule: string) {
  return { providerId, entityType, entityId, field, after, owner: 'ssg', rule };
}
