import { spawnSync } from 'node:child_process';
import type { Installation } from '../../support/installation.js';
import { fromRoot } from '../../support/repository.js';

/** What is added to the demo provider: a large provider's next three weeks. */
export const SIZE = { runs: 5000, courses: 250, trainers: 60, learners: 4000, learnersPerRun: 6 };

/** What is typed into the text filter; the answer to its last letter is measured. */
export const TYPED = 'Invented pastry 12';

/** One statement per table. Three classes in ten are Pending, one in fifty has nobody to teach it. */
const script = (uen: string) => `
CREATE TEMP TABLE p AS SELECT id, (now() AT TIME ZONE time_zone)::date AS today, upcoming_classes_threshold_days AS days FROM training_provider WHERE uen = '${uen}';
CREATE TEMP TABLE t AS SELECT n, gen_random_uuid() AS id, 'Trainer Invented' || n AS name, 'bench.trainer.' || n || '@example.org' AS email FROM generate_series(0, ${SIZE.trainers - 1}) AS n;
INSERT INTO app_user (id, email, name, name_normalised) SELECT id, email, name, lower(name) FROM t;
INSERT INTO user_role (provider_id, user_id, role) SELECT p.id, t.id, 'trainer' FROM p, t;
CREATE TEMP TABLE c AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${SIZE.courses - 1}) AS n;
INSERT INTO course (id, provider_id, course_code, title, trainers_list)
  SELECT c.id, p.id, 'TGS-2098' || lpad(n::text, 6, '0'), (ARRAY['Invented pastry ', 'Invented first aid ', 'Invented bookkeeping '])[1 + n % 3] || n,
    'Trainer Invented' || n % ${SIZE.trainers} || '; Trainer Invented' || (n * 7 + 1) % ${SIZE.trainers} FROM p, c;
CREATE TEMP TABLE r AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${SIZE.runs - 1}) AS n;
INSERT INTO course_run (id, provider_id, course_id, course_run_id, class_status, class_type, start_date, end_date, mode_of_learning, mode_of_training_code, course_vacancy_code,
    course_vacancy_description, assigned_trainer_id, assigned_trainer_name, assigned_trainer_email, assignment_source, tpg_assigned_trainer_name, tpg_assigned_trainer_email)
  SELECT r.id, p.id, c.id, (8000000 + r.n * 7919 % 1000003)::text, CASE WHEN r.n % 10 < 3 THEN 'Pending' ELSE 'Confirmed' END, (ARRAY['Physical', 'Virtual', 'Hybrid'])[1 + r.n % 3],
    day, day + r.n % 3, 'Physical', '1', 'A', 'Available', t.id, t.name, t.email, CASE WHEN t.id IS NULL THEN NULL ELSE 'ssg' END, t.name, t.email
  FROM p CROSS JOIN r CROSS JOIN LATERAL (SELECT p.today + 1 + r.n % greatest(p.days, 1) AS day) AS days
  JOIN c ON c.n = r.n % ${SIZE.courses} LEFT JOIN t ON t.n = r.n * 13 % ${SIZE.trainers} AND r.n % 50 > 0;
INSERT INTO course_run_trainer (id, provider_id, course_run_id, trainer_id, trainer_name, trainer_email, assignment_source)
  SELECT gen_random_uuid(), run.provider_id, run.id, assigned_trainer_id, assigned_trainer_name, assigned_trainer_email, 'ssg' FROM course_run AS run JOIN r USING (id) WHERE assigned_trainer_id IS NOT NULL;
CREATE TEMP TABLE l AS SELECT n, gen_random_uuid() AS id FROM generate_series(0, ${SIZE.learners - 1}) AS n;
INSERT INTO learner (id, provider_id, name, email) SELECT l.id, p.id, 'Learner Invented' || n, 'bench.learner.' || n || '@example.org' FROM p, l;
INSERT INTO enrollment (id, provider_id, learner_id, course_id, course_run_id, enrolment_id, enrolment_status, ssg_status)
  SELECT gen_random_uuid(), run.provider_id, l.id, run.course_id, run.id, 'ENR-9803-' || lpad((r.n * ${SIZE.learnersPerRun} + seat)::text, 7, '0'), CASE WHEN (r.n + seat) % 9 = 0 THEN 'Cancelled' ELSE 'Confirmed' END, 'Confirmed'
  FROM r JOIN course_run AS run USING (id) CROSS JOIN generate_series(1, ${SIZE.learnersPerRun}) AS seat JOIN l ON l.n = (r.n * 31 + seat * 101) % ${SIZE.learners}
  WHERE seat <= 1 + r.n % ${SIZE.learnersPerRun};
ANALYZE;
`;

/** Writes the upcoming runs into a running installation, past the API: what is measured is how they are shown. */
export async function seed(installation: Installation, uen: string): Promise<void> {
  const { code, stdout, stderr } = await installation.rollcall(['db', 'url']);
  if (code !== 0) throw new Error(`The database's address is not known:\n${stderr}`);
  const { status, stderr: faults } = spawnSync(
    process.execPath,
    [fromRoot('prisma/tools/prisma.mjs'), 'db', 'execute', '--stdin'],
    {
      input: script(uen),
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: stdout.trim() },
    },
  );
  if (status !== 0) throw new Error(`The runs could not be written:\n${faults}`);
}
