import { Client } from 'pg';

/** The size of the measured provider. */
export const SIZE = { courses: 500, trainers: 60, runs: 40_000, learnersPerRun: 25, learners: 250_000 };
/** Beside it stands another provider, which every benchmark's database has. */
export const UEN = '209967890W';
export const TODAY = '2026-03-02';
/** Runs start on any day of the year before today and of the year after. */
const DAYS = 730;

/** Invented syllables, so that a search finds some and not all. */
const FAMILY = [
  'Tan',
  'Lim',
  'Ong',
  'Goh',
  'Kaur',
  'Singh',
  'Rahman',
  'Ibrahim',
  'Nair',
  'Pillai',
  'Wong',
  'Chua',
  'Koh',
  'Teo',
  'Yap',
];
const MIDDLE = [
  'Wei',
  'Mei',
  'Jun',
  'Hui',
  'Xin',
  'Siti',
  'Nur',
  'Arun',
  'Devi',
  'Kai',
  'Ling',
  'Zhen',
  'Amir',
  'Lakshmi',
  'Boon',
];
const LAST = Array.from({ length: 400 }, (_, index) => `Invented${index}`);

/** What people type into a search. */
export const SEARCHES = ['tan wei invented12', 'invented399', 'Lakshmi Invented7', 'koh hui', 'RAHMAN amir', 'siti invented2'];

export const wordsOf = (search: string): string[] => search.toLowerCase().split(' ');

const pick = (list: readonly string[], number: string) =>
  `(ARRAY[${list.map((word) => `'${word}'`).join(', ')}])[1 + (${number})::int % ${list.length}]`;

/** One statement per table; a million enrolments take about a minute. */
const STATEMENTS = [
  `INSERT INTO training_provider (id, uen, code, name) VALUES (gen_random_uuid(), '${UEN}', '${UEN}-01', 'Benchmark Academy')`,
  `INSERT INTO app_user (id, email, name, name_normalised) SELECT gen_random_uuid(), 'trainer.' || n || '@example.org', 'Trainer Invented' || n, 'trainer invented' || n FROM generate_series(1, ${SIZE.trainers}) AS n`,
  `INSERT INTO user_role (provider_id, user_id, role) SELECT provider.id, app_user.id, 'trainer' FROM training_provider AS provider, app_user WHERE uen = '${UEN}'`,
  `INSERT INTO course (id, provider_id, course_code, title, trainers_list) SELECT gen_random_uuid(), provider.id, 'TGS-2099' || lpad(n::text, 6, '0'), 'Invented course ' || n,
     'Trainer Invented' || (1 + n % ${SIZE.trainers}) || '; Trainer Invented' || (1 + (n * 7) % ${SIZE.trainers}) FROM training_provider AS provider, generate_series(1, ${SIZE.courses}) AS n WHERE uen = '${UEN}'`,
  `CREATE TEMP TABLE c AS SELECT row_number() OVER (ORDER BY course_code) - 1 AS n, id, provider_id FROM course`,
  `CREATE TEMP TABLE t AS SELECT row_number() OVER (ORDER BY email) - 1 AS n, id, name, email FROM app_user`,
  `INSERT INTO course_run (id, provider_id, course_id, course_run_id, class_status, start_date, end_date, mode_of_learning, mode_of_training_code, digital_attendance_id,
     course_vacancy_code, course_vacancy_description, assigned_trainer_id, assigned_trainer_name, assigned_trainer_email, assignment_source, tpg_assigned_trainer_name, tpg_assigned_trainer_email)
   SELECT gen_random_uuid(), c.provider_id, c.id, (800000 + run.n)::text, CASE run.n % 3 WHEN 0 THEN 'Pending' ELSE 'Confirmed' END, day, day + (run.n % 3)::int, 'Physical', '1', 'RA' || run.n, 'A', 'Available',
     t.id, t.name, t.email, 'ssg', t.name, t.email
   FROM generate_series(0, ${SIZE.runs - 1}) AS run(n) CROSS JOIN LATERAL (SELECT DATE '${TODAY}' - ${DAYS / 2} + (run.n % ${DAYS})::int AS day) AS days
   JOIN c ON c.n = run.n % ${SIZE.courses} JOIN t ON t.n = run.n % ${SIZE.trainers}`,
  `CREATE TEMP TABLE r AS SELECT course_run_id::int - 800000 AS n, id, course_id, provider_id FROM course_run`,
  `INSERT INTO course_run_trainer (id, provider_id, course_run_id, trainer_id, trainer_name, trainer_email, position, assignment_source)
   SELECT gen_random_uuid(), r.provider_id, r.id, t.id, t.name, t.email, place, 'ssg' FROM r CROSS JOIN generate_series(0, 1) AS place JOIN t ON t.n = (r.n + place * 11) % ${SIZE.trainers}`,
  `CREATE TEMP TABLE l AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${SIZE.learners - 1}) AS n`,
  `INSERT INTO learner (id, provider_id, name, email, phone, id_type, nric_hmac, nric_key_id, nric_masked)
   SELECT l.id, provider.id, ${pick(FAMILY, 'n')} || ' ' || ${pick(MIDDLE, 'n / 15')} || ' ' || ${pick(LAST, 'n / 225')}, 'learner.' || n || '@example.org', '8' || lpad(n::text, 7, '0'), 'NRIC',
     md5(n::text), 'bench', '*****' || lpad((n % 1000)::text, 3, '0') || 'A' FROM l, training_provider AS provider WHERE uen = '${UEN}'`,
  `INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_id, enrolment_status, ssg_status)
   SELECT gen_random_uuid(), r.provider_id, l.id, r.course_id, r.id, 'ENR-2603-' || lpad(seat::text, 7, '0'), CASE WHEN seat % 10 = 0 THEN 'Cancelled' ELSE 'Confirmed' END, 'Confirmed'
   FROM generate_series(0, ${SIZE.runs * SIZE.learnersPerRun - 1}) AS seat JOIN r ON r.n = seat / ${SIZE.learnersPerRun} JOIN l ON l.n = (seat::bigint * 7919) % ${SIZE.learners}`,
  // As tables are that have stood a while. Else PostgreSQL's own vacuum comes in the middle of what is measured, and changes plans.
  `VACUUM ANALYZE`,
];

/** What PostGraphile is given so that it can ask the same: its way of filtering by more than equality. */
const RIVAL_FUNCTIONS = [
  `CREATE FUNCTION upcoming_classes(provider uuid, first_day date, last_day date) RETURNS SETOF course_run LANGUAGE sql STABLE
   AS 'SELECT * FROM course_run WHERE provider_id = provider AND start_date BETWEEN first_day AND last_day ORDER BY start_date, id'`,
  `CREATE FUNCTION search_learners(provider uuid, words text[]) RETURNS SETOF learner LANGUAGE sql STABLE
   AS 'SELECT * FROM learner WHERE provider_id = provider AND name_beginnings @> words ORDER BY name, id'`,
  `CREATE FUNCTION course_run_live_enrolments(run course_run) RETURNS bigint LANGUAGE sql STABLE
   AS 'SELECT count(*) FROM enrollment WHERE course_run_id = run.id AND enrolment_status IN (''Active'', ''Confirmed'', ''Pending'')'`,
];

/** Fills a migrated database. Takes about a minute. */
export async function seed(url: string): Promise<{ providerId: string }> {
  const client = new Client(url);
  await client.connect();
  await client.query('SET synchronous_commit = off');
  for (const statement of [...STATEMENTS, ...RIVAL_FUNCTIONS]) await client.query(statement);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM training_provider WHERE uen = $1', [UEN]);
  await client.end();
  const [provider] = rows;
  if (!provider) throw new Error('the seed made no provider');
  return { providerId: provider.id };
}
