/** Somebody's act, as the audit keeps it. */
export interface Act {
  number: string;
  action: string;
  actorName: string | null;
  actorRole: string;
  actorKind: string;
  reason: string | null;
  createdAt: string;
  changeSetId: string | null;
}

export interface WrittenField {
  entityType: string;
  key: string | null;
  field: string;
  before: unknown;
  after: unknown;
  rule: string;
  ruleText: string | null;
}

/** A change set: what was written together. */
export interface Write {
  id: string;
  createdAt: string;
  phase: string;
  batch: { id: string; runId: string } | null;
  changes: { totalCount: number; nodes: WrittenField[] };
}

export interface TimelineEntry {
  key: string;
  at: string;
  act: Act | null;
  write: Write | null;
}

/**
 * Acts and writes as one list, newest first. The audit has a line for every row that was written, and a change set holds them
 * together: so a change set stands once, with the person whose act it was, or as the system's own write.
 */
export function mergeTimeline(acts: readonly Act[], writes: readonly Write[]): TimelineEntry[] {
  const open = new Map(writes.map((write) => [write.id, write]));
  const told = new Set<string>();
  const entries: TimelineEntry[] = [];
  for (const act of acts) {
    const { changeSetId, action, number, createdAt: at } = act;
    const write = changeSetId === null ? undefined : open.get(changeSetId);
    if (write && act.actorKind === 'SYSTEM') continue;
    const together = `${changeSetId} ${action}`;
    if (changeSetId !== null && told.has(together)) continue;
    told.add(together);
    if (write) open.delete(write.id);
    entries.push({ key: `act ${number}`, at, act, write: write ?? null });
  }
  for (const write of open.values()) entries.push({ key: write.id, at: write.createdAt, act: null, write });
  return entries.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

const ACTS: Record<string, string> = {
  'course_run.assign_trainer': 'assigned a trainer',
  'course_run.remove_trainer': 'removed a trainer',
  'course_run.reorder_trainers': 'put the trainers in another order',
  'course_run.decline': 'recorded that a trainer declined',
  'course_run.withdraw_decline': 'withdrew a decline',
  'course_run.resolve_trainer': 'had the trainer resolved',
  'course_run.set_class_status': 'set the class status',
  'course_run.set_class_type': 'set the class type',
  'course_run.sync': 'read the run from SSG',
  'enrolment.remove': 'removed a learner',
  'enrolment.reassign': 're-assigned a learner',
  'enrolment.transfer': 'transferred a learner',
  'enrolment.create': 'added an enrolment',
  'enrolment.update': 'changed an enrolment',
  'course_run.create': 'added the run',
  'course_run.update': 'changed the run',
  'course_run_trainer.create': 'linked a trainer',
  'course_run_trainer.delete': 'took a trainer’s link away',
  'learner.reveal_identifier': 'looked at an identifier',
};

/** What somebody did, after their name: `removed a learner`. */
export const actWords = (action: string): string => ACTS[action] ?? `did ${action.replaceAll(/[._]/g, ' ')}`;

const PHASES: Record<string, string> = {
  SYNC: 'The sync',
  TRAINERS: 'The trainer pass',
  RECONCILE: 'The reconcile pass',
  ACTIVATION: 'The clock',
  ADMIN: 'An admin',
};

export const writerWords = (phase: string): string => PHASES[phase] ?? 'Rollcall';
