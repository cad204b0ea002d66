import { createServer } from 'node:http';
import { Pool } from 'pg';
import { maskEmail } from '../../src/modules/learners/mask-contact.js';
import { serveParent, tellParent } from '../events/child.js';
import type { OperationName } from './operations.js';
import { TODAY, wordsOf } from './seed.js';

/** The floor: one hand-written statement for each question, `pg`, a bare `http` server. It asks nobody who they are. */
const [databaseUrl = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: databaseUrl, max: 10 });

const idOf = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64');
const person = (name: string | null, email: string | null) => (name === null && email === null ? null : { name, email });

const UPCOMING = `
  SELECT run.id, run.course_run_id AS "ssgRunId", run.start_date::text AS "startDate", run.end_date::text AS "endDate", upper(run.class_status) AS "classStatus",
    run.mode_of_learning AS "modeOfLearning", course.course_code AS "courseCode", course.title, tpg_assigned_trainer_name AS "tpgName", tpg_assigned_trainer_email AS "tpgEmail",
    local.trainer_name AS "localName", local.trainer_email AS "localEmail", counts.live, counts.total, whole."totalCount"
  FROM training_provider AS provider
  CROSS JOIN LATERAL (SELECT count(*)::int AS "totalCount" FROM course_run WHERE provider_id = provider.id AND start_date BETWEEN $2::date AND $2::date + provider.upcoming_classes_threshold_days) AS whole
  CROSS JOIN LATERAL (SELECT * FROM course_run WHERE provider_id = provider.id AND start_date BETWEEN $2::date AND $2::date + provider.upcoming_classes_threshold_days ORDER BY start_date, id LIMIT 50) AS run
  JOIN course ON course.id = run.course_id
  LEFT JOIN LATERAL (SELECT trainer_name, trainer_email FROM course_run_trainer WHERE course_run_id = run.id AND role = 'trainer' ORDER BY position, id LIMIT 1) AS local ON true
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE enrolment_status IN ('Active', 'Confirmed', 'Pending'))::int AS live, count(*)::int AS total FROM enrollment WHERE course_run_id = run.id) AS counts ON true
  WHERE provider.uen = $1 ORDER BY run.start_date, run.id`;

async function upcoming({ provider }: { provider: string }) {
  const { rows } = await pool.query({ name: 'upcoming', text: UPCOMING, values: [provider, TODAY] });
  return {
    upcomingClasses: {
      totalCount: rows[0]?.totalCount ?? 0,
      nodes: rows.map((row) => ({
        id: idOf('CourseRun', row.id),
        ssgRunId: row.ssgRunId,
        startDate: row.startDate,
        endDate: row.endDate,
        classStatus: row.classStatus,
        modeOfLearning: row.modeOfLearning,
        course: { courseCode: row.courseCode, title: row.title },
        trainerTpg: person(row.tpgName, row.tpgEmail),
        trainerLocal: person(row.localName, row.localEmail),
        enrolmentCounts: { live: row.live, total: row.total },
      })),
    },
  };
}

const LEARNERS = `
  SELECT learner.id, learner.name, nric_masked AS "identifierMasked", email FROM learner JOIN training_provider AS provider ON provider.id = learner.provider_id
  WHERE provider.uen = $1 AND learner.name_beginnings @> $2::text[] ORDER BY learner.name, learner.id LIMIT 20`;

async function learners({ provider, text }: { provider: string; text: string }) {
  const { rows } = await pool.query({ name: 'learners', text: LEARNERS, values: [provider, wordsOf(text)] });
  return {
    learners: {
      nodes: rows.map((row) => ({
        id: idOf('Learner', row.id),
        name: row.name,
        identifierMasked: row.identifierMasked,
        email: row.email === null ? null : maskEmail(row.email),
      })),
    },
  };
}

const ENROLMENTS = `
  SELECT enrolment.id, enrolment_id AS "referenceNumber", upper(enrolment_status) AS status, learner.name, nric_masked AS "identifierMasked",
    run.course_run_id AS "ssgRunId", run.start_date::text AS "startDate", course_code AS "courseCode", title
  FROM enrollment AS enrolment JOIN training_provider AS provider ON provider.id = enrolment.provider_id JOIN learner ON learner.id = enrolment.learner_id
  JOIN course_run AS run ON run.id = enrolment.course_run_id JOIN course ON course.id = enrolment.course_id
  WHERE provider.uen = $1 AND enrolment_status = $2 ORDER BY enrolment.id LIMIT 51`;

async function enrolments({ provider, status }: { provider: string; status: string }) {
  const word = `${status[0]}${status.slice(1).toLowerCase()}`;
  const { rows } = await pool.query({ name: 'enrolments', text: ENROLMENTS, values: [provider, word] });
  return {
    enrolments: {
      pageInfo: { hasNextPage: rows.length > 50 },
      nodes: rows.slice(0, 50).map((row) => ({
        id: idOf('Enrolment', row.id),
        referenceNumber: row.referenceNumber,
        status: row.status,
        learner: { name: row.name, identifierMasked: row.identifierMasked },
        courseRun: { ssgRunId: row.ssgRunId, startDate: row.startDate },
        course: { courseCode: row.courseCode, title: row.title },
      })),
    },
  };
}

const answers: Record<OperationName, (variables: never) => Promise<object>> = { upcoming, learners, enrolments };

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', async () => {
    const { operationName, variables } = JSON.parse(Buffer.concat(parts).toString());
    const name = String(operationName).toLowerCase() as OperationName;
    try {
      const body = JSON.stringify({ data: await answers[name](variables as never) });
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
});
serveParent({}, async () => {
  server.closeAllConnections();
  server.close();
  await pool.end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  tellParent({ type: 'ready', url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/` });
});
