/**
 * Every rule that a sync or an admin’s act may write by, by the id that change sets, logs and pages show, with one sentence a person can read.
 * The numbers are those of the requirements; `bug n` names a flaw of the source designs that the rule repairs.
 */
export const RULES = {
  'S0.8 beyond-window': 'The run starts after the last day of the window.',
  'S0.9 in-window': 'The run starts within the window, both ends included.',
  'S0.10 before-window': 'The run has already started.',
  'S0.13 no-enrolments': 'SSG lists no enrolment for the run, so the run is left alone.',
  'S0.14 new-inactive-skipped': 'The enrolment is inactive at SSG and unknown here, so nothing is created for it.',
  'S0.15 new-enrolment': 'The enrolment is live at SSG and unknown here, so learner and enrolment are created.',
  'S0.16 ssg-updates-enrolment': 'SSG owns the status and payload of an enrolment that no admin removed.',
  'S0.17 admin-removed-wins': 'An admin removed this enrolment; SSG never overwrites that.',
  'S0.18 removed-learner-stays-out':
    'An admin removed this learner from the run; another reference number does not bring them back.',
  'S0.18 admin-removes': 'An admin removed the learner from the run.',
  'S0.19 admin-reassigns': 'An admin brought the learner back: the same row, Confirmed again.',
  'S0.19 admin-moves': 'An admin moved the learner to another run of the course.',
  'S0.19 admin-transfers': 'An admin moved the learner to a run of another course.',
  'S0.20 no-active-enrolment': 'No enrolment of the run is active, so the run is neither created nor updated.',
  'S0.21 new-course-run': 'The run has an active enrolment and is unknown here, so it is created as Pending.',
  'S0.22 ssg-updates-course-run': 'SSG owns the dates, mode, attendance id and vacancy of a run.',
  'S0.22 keep-when-absent': 'SSG sent no value, so the local value stays.',
  'S0.23 admin-sets-class': 'Class status and class type are an admin’s to decide; no sync touches them.',
  'S0.24 mode-of-learning': 'The mode of learning follows from SSG’s mode code by the provider’s mapping profile.',
  'S0.26 trainer-from-ssg': 'SSG links this trainer to the run.',
  'S0.27 trainer-from-email-list': 'SSG links no known trainer; the course’s e-mail list names this one first.',
  'S0.28 trainer-from-name-list': 'Neither SSG nor the e-mail list gives a trainer; the course’s name list names this one first.',
  'S0.28 admin-edits-trainer-lists': 'An admin changed the trainer lists of the course.',
  'S0.29 admin-assigns-trainer': 'An admin chose the trainers of the run.',
  'S0.32 assignment-kept': 'The run already has a trainer, and no assignment is overwritten.',
  'S0.33 trainer-declined': 'The trainer cannot take the run, so Next Trainer passes them over.',
  'S0.33 trainer-decline-withdrawn': 'The trainer can take the run after all.',
  'bug 12 tpg-refresh': 'The provider asked to follow SSG’s trainer in the TPG columns even where a fallback was assigned.',
  'bug 14 unconfirmed-by-ssg': 'SSG no longer lists this enrolment; it is reported, never deleted.',
  'bug 14 learner-count': 'SSG counts another number of learners in the run than when it was last read.',
  'bug 15 cancelled-after-window': 'SSG ended the enrolment though the sync no longer looks at its run; the end is taken over.',
  'bug 15 never-reactivated':
    'The reconcile pass only takes over the end of an enrolment; it neither brings one back nor creates one.',
  'bug 16 not-listed': 'The run is in the window here, but SSG does not list it under its course.',
  'bug 17 new-reference': 'SSG gave the same learner in the same run another reference number.',
  'bug 18 learner-match': 'The learner was found by identifier, reference number, or e-mail and name.',
  'bug 18 learner-review': 'The learner cannot be told with certainty, so a person decides.',
  'bug 18 admin-names-learner': 'An admin said who the learner of the enrolment is.',
  'bug 20 unknown-status': 'SSG sent a status that has no meaning here, so the local status stays and a person looks.',
  'bug 20 pending-enrolment': 'The enrolment is pending at SSG: kept as Pending rather than lost.',
  'bug 21 unknown-mode': 'SSG sent a mode code that the mapping profile does not know; Physical is the fallback.',
  'bug 61 never-read': 'The run has not been read to its end since the last complete sync began, or not at all.',
  'bug 61 listing-changed': 'SSG lists the run otherwise than when it was last read.',
  'bug 61 enrolment-updated': 'SSG updated an enrolment of the run since the run was last read, or may have.',
  'bug 61 changed-here': 'An enrolment of the run was changed here since the run was last read.',
  'bug 61 unchanged': 'Nothing about the run changed at SSG since it was last read, so it is not read again.',
  'X23 mode-profiles-disagree': 'The mapping profile and SSG’s own table name this mode code differently.',
  'X26 assessor': 'SSG lists this person as an assessor, so they are kept in the junction but not as a trainer.',
  'moved-enrolment': 'SSG moved the enrolment to this run and kept its reference number.',
  'duplicate-enrolment': 'SSG holds more than one enrolment of this learner in this run; the most live, newest one counts.',
  'S2.2 class-activated': 'The class has begun in the provider’s time zone, so the clock makes it Active.',
  'S2.2 not-begun': 'The class begins on a later day.',
  'S2.3 enrolled-at-day-of-run': 'The class is activated on this day, and its learners count as enrolled from it.',
  'S2.14 not-scheduled': 'Only a Scheduled class is activated.',
  'S2.14 archived': 'The class is archived; schedules leave it alone.',
  'X1 cancelled-class': 'An admin cancelled the class, so it does not begin.',
  'bug 36 missed-window': 'The class ended without having been activated; it is reported, not activated.',
  'bug 38 enrolled-at-class-start':
    'The class was activated late: its learners count as enrolled from its start, or from their own enrolment where that came later.',
} as const;

export type RuleId = keyof typeof RULES;

/** Who owns a written value: SSG's answer, an admin, a fallback list of the course, or the clock. */
export const OWNERS = ['ssg', 'admin', 'fallback', 'schedule'] as const;
export type Owner = (typeof OWNERS)[number];
