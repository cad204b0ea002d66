import type { JsonValue, Notice } from '../change/change.js';
import type { Owner, RuleId } from '../change/rules.js';
import type { LocalCourseRun, RunTrainerColumns } from '../course-run/course-run.js';
import type { RunTrainerColumnsChange, RunTrainerCreation, TrainerFacts, TrainerPlan } from './plan.js';
import { type ResolvedSsgTrainers, resolveSsgTrainers } from './resolve-ssg-trainers.js';
import { resolveTrainerByEmail, resolveTrainerByName, type TrainerResolution } from './resolve-trainer.js';
import { changedTrainerColumns, trainerColumnsOf } from './run-trainer-columns.js';
import type { AssignmentSource, LocalRunTrainer, RunTrainerRole, TrainerUser } from './trainer.js';
import { parseTrainerEmails, parseTrainerNames } from './trainer-lists.js';

type AutomaticSource = Exclude<AssignmentSource, 'admin'>;

/**
 * The write matrix of S0.29: which columns a source may write. The junction and the TPG columns tell what SSG
 * says, so a fallback never writes them (S0.30, S0.31).
 */
const WRITES: Record<AutomaticSource, { legacy: boolean; tpg: boolean; junction: boolean; owner: Owner; rule: RuleId }> = {
  ssg: { legacy: true, tpg: true, junction: true, owner: 'ssg', rule: 'S0.26 trainer-from-ssg' },
  email_list: { legacy: true, tpg: false, junction: false, owner: 'fallback', rule: 'S0.27 trainer-from-email-list' },
  name_list: { legacy: true, tpg: false, junction: false, owner: 'fallback', rule: 'S0.28 trainer-from-name-list' },
};

/** True when nothing has been assigned yet: no assigned trainer and no row in the junction (S0.25). */
export function needsTrainer(
  courseRun: Pick<LocalCourseRun, 'assignedTrainerId'>,
  runTrainers: readonly LocalRunTrainer[],
): boolean {
  return courseRun.assignedTrainerId === null && runTrainers.length === 0;
}

/** True when planning needs SSG's view of the run, which costs a call: to assign, or to follow SSG in the TPG columns (bug 12). */
export function needsTrainerView(
  courseRun: Pick<LocalCourseRun, 'assignedTrainerId' | 'assignmentSource'>,
  runTrainers: readonly LocalRunTrainer[],
  settings: TrainerFacts['settings'],
): boolean {
  return needsTrainer(courseRun, runTrainers) || mayRefreshTpg(courseRun, settings);
}

function mayRefreshTpg(courseRun: Pick<LocalCourseRun, 'assignmentSource'>, settings: TrainerFacts['settings']): boolean {
  return settings.refreshTpgTrainers && courseRun.assignmentSource !== 'ssg';
}

/**
 * Who teaches a run that nobody has been assigned to (S0.25-S0.32): SSG's linked trainers, else the first of the
 * course's e-mail list, else the first of its name list, each only when exactly one active trainer is meant. Who has
 * declined the run is passed over whoever names them (S0.33): else the next night undoes what a person decided.
 * A run with an assignment is kept; with `refreshTpgTrainers` its TPG columns, and only these, follow SSG (bug 12).
 */
export function planTrainers(facts: TrainerFacts): TrainerPlan {
  if (!needsTrainer(facts.courseRun, facts.runTrainers)) return keepAssignment(facts);

  const ssg = withoutDeclined(facts, resolveSsgTrainers(facts.courseRun.ssgRunId, facts.ssgTrainers, facts.users));
  const [firstOfSsg] = ssg.trainers;
  if (firstOfSsg) {
    const runTrainers = [
      ...ssg.trainers.map((user, index) => creation(facts, user, 'trainer', index)),
      ...ssg.assessors.map((user, index) => creation(facts, user, 'assessor', ssg.trainers.length + index)),
    ];
    return { outcome: 'ssg', courseRun: assign(facts, firstOfSsg, 'ssg'), runTrainers, notices: ssg.notices };
  }

  const notices = [...ssg.notices, ...assessorsWithoutTrainer(facts, ssg.assessors)];
  const fallbacks = [
    {
      source: 'email_list' as const,
      entries: parseTrainerEmails(facts.course.trainersEmailList),
      resolve: resolveTrainerByEmail,
    },
    { source: 'name_list' as const, entries: parseTrainerNames(facts.course.trainersList), resolve: resolveTrainerByName },
  ];
  for (const { source, entries, resolve } of fallbacks) {
    for (const entry of entries) {
      const resolution = resolve(entry, facts.users);
      if (resolution.kind === 'trainer' && facts.declinedTrainerIds.includes(resolution.user.id)) {
        notices.push(declinedNotice(facts, resolution.user));
      } else if (resolution.kind === 'trainer') {
        return { outcome: source, courseRun: assign(facts, resolution.user, source), runTrainers: [], notices };
      } else {
        notices.push(noticeOf(facts.courseRun.ssgRunId, WRITES[source].rule, resolution));
      }
    }
  }
  return { outcome: 'none', courseRun: null, runTrainers: [], notices };
}

function withoutDeclined(facts: TrainerFacts, { trainers, assessors, notices }: ResolvedSsgTrainers): ResolvedSsgTrainers {
  const declined = (user: TrainerUser) => facts.declinedTrainerIds.includes(user.id);
  return {
    trainers: trainers.filter((user) => !declined(user)),
    assessors: assessors.filter((user) => !declined(user)),
    notices: [...notices, ...[...trainers, ...assessors].filter(declined).map((user) => declinedNotice(facts, user))],
  };
}

const declinedNotice = (facts: TrainerFacts, user: TrainerUser): Notice => ({
  key: facts.courseRun.ssgRunId,
  rule: 'S0.33 trainer-declined',
  message: `${user.name} has declined the run or was removed from it, and is passed over until that is withdrawn.`,
  candidateIds: [user.id],
});

function noticeOf(
  key: string,
  rule: RuleId,
  { code, message, candidateIds }: Exclude<TrainerResolution, { kind: 'trainer' }>,
): Notice {
  return { key, rule, message, code, candidateIds };
}

/**
 * Assessors alone do not make an assignment: a junction row would close the run to every later pass (S0.25)
 * though nobody teaches it.
 */
function assessorsWithoutTrainer(facts: TrainerFacts, assessors: readonly TrainerUser[]): Notice[] {
  if (assessors.length === 0) return [];
  const names = assessors.map((user) => user.name).join(', ');
  return [
    {
      key: facts.courseRun.ssgRunId,
      rule: 'X26 assessor',
      message: `SSG links only assessors (${names}); they are recorded once SSG links a trainer too.`,
      code: 'assessor_only',
      candidateIds: assessors.map((user) => user.id),
    },
  ];
}

function keepAssignment(facts: TrainerFacts): TrainerPlan {
  const kept: TrainerPlan = { outcome: 'kept', courseRun: null, runTrainers: [], notices: [] };
  if (!mayRefreshTpg(facts.courseRun, facts.settings)) return kept;
  const ssg = resolveSsgTrainers(facts.courseRun.ssgRunId, facts.ssgTrainers, facts.users);
  const [first] = ssg.trainers;
  if (!first) return { ...kept, notices: ssg.notices };
  const after = {
    ...trainerColumnsOf(facts.courseRun),
    tpgAssignedTrainerName: first.name,
    tpgAssignedTrainerEmail: first.email,
  };
  const reason = `SSG's trainer is ${first.name}; the assignment itself stays as it is.`;
  return { ...kept, courseRun: columnsChange(facts.courseRun, after, 'ssg', 'bug 12 tpg-refresh', reason), notices: ssg.notices };
}

function assign(facts: TrainerFacts, user: TrainerUser, source: AutomaticSource): RunTrainerColumnsChange | null {
  const { legacy, tpg, owner, rule } = WRITES[source];
  const after: RunTrainerColumns = {
    ...trainerColumnsOf(facts.courseRun),
    ...(legacy && {
      assignedTrainerId: user.id,
      assignedTrainerName: user.name,
      assignedTrainerEmail: user.email,
      assignmentSource: source,
    }),
    ...(tpg && { tpgAssignedTrainerName: user.name, tpgAssignedTrainerEmail: user.email }),
  };
  return columnsChange(facts.courseRun, after, owner, rule, REASONS[source](user));
}

const REASONS: Record<AutomaticSource, (user: TrainerUser) => string> = {
  ssg: (user) => `SSG links ${user.name} to the run as its first trainer known here.`,
  email_list: (user) => `SSG links no trainer known here; ${user.email} is the first on the course's e-mail list who is.`,
  name_list: (user) => `Neither SSG nor the e-mail list gives a trainer; ${user.name} is the first on the course's name list.`,
};

function columnsChange(
  courseRun: LocalCourseRun,
  after: RunTrainerColumns,
  owner: Owner,
  rule: RuleId,
  reason: string,
): RunTrainerColumnsChange | null {
  const fields = changedTrainerColumns(courseRun, after, owner, rule);
  if (fields.length === 0) return null;
  const target = { id: courseRun.id, version: courseRun.version };
  return { entity: 'course_run', action: 'update', key: courseRun.ssgRunId, target, after, fields, rule, reason };
}

function creation(facts: TrainerFacts, user: TrainerUser, role: RunTrainerRole, position: number): RunTrainerCreation {
  const rule: RuleId = role === 'trainer' ? 'S0.26 trainer-from-ssg' : 'X26 assessor';
  const written: Record<string, JsonValue> = {
    trainer_id: user.id,
    trainer_name: user.name,
    trainer_email: user.email,
    role,
    position,
    assignment_source: 'ssg',
  };
  return {
    entity: 'course_run_trainer',
    action: 'create',
    key: `${facts.courseRun.ssgRunId} ${user.email}`,
    trainerId: user.id,
    name: user.name,
    email: user.email,
    role,
    position,
    assignmentSource: 'ssg',
    fields: Object.entries(written).map(([field, after]) => ({ field, before: null, after, owner: 'ssg', rule })),
    rule,
    reason: `SSG links ${user.name} to the run as ${role === 'trainer' ? 'a trainer' : 'an assessor'}.`,
  };
}
