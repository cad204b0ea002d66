/**
 * Everything that somebody may be allowed or refused, as `noun.verb`, with one sentence a person can read. Whatever is not
 * here cannot be done from outside (S1.25).
 */
export const ACTIONS = {
  'training_provider.read': 'See the provider: UEN, name, time zone.',
  'training_provider.read_settings': 'See the provider’s settings: thresholds, mapping profile, limits, alert addresses.',
  'training_provider.update': 'Change the provider’s settings.',
  'course.read': 'See courses and their trainer lists.',
  'course.update': 'Change the trainer lists of courses.',
  'course_run.read': 'See course runs, their trainers and the upcoming classes.',
  'course_run.sync': 'Read a course run from SSG now.',
  'course_run.assign_trainer': 'Assign, remove and reorder the trainers of a run.',
  'course_run.decline': 'Record that a trainer cannot take a run.',
  'course_run.set_class': 'Set class status and class type.',
  'enrolment.read': 'See enrolments.',
  'enrolment.remove': 'Remove a learner from a run, so that no sync brings them back.',
  'enrolment.reassign': 'Bring a removed learner back, or move them to another run of the course.',
  'enrolment.transfer': 'Move a learner to a run of another course.',
  'learner.read': 'See learners, their identifiers masked.',
  'learner.reveal_identifier': 'See an identifier in the clear, with a reason that is kept.',
  'learner_review.read': 'See enrolments whose learner a person must tell.',
  'learner_review.decide': 'Say who the learner of an enrolment under review is, or put the review aside.',
  'trainer.read': 'See trainers, their load and what they declined.',
  'sync.read': 'See sync batches and their log.',
  'change.read': 'See change sets, and where values come from.',
  'incident.read': 'See incidents and the messages sent about them.',
  'incident.note': 'Write what is done about an incident.',
  'chain.read': 'See chains, their schedules and runs.',
  'chain_run.start': 'Run a chain now.',
  'chain_run.cancel': 'Stop a chain run.',
  'chain_run.resume': 'Do a failed chain run again from where it failed.',
  'chain_run.approve': 'Decide about changes that wait for a person.',
  'schedule.update': 'Change and pause schedules.',
  'export.start': 'Write rows to a file.',
  'saved_view.share': 'Share saved views of lists with everybody at the provider.',
  'audit.read': 'See who did or saw what.',
  'user.read': 'See users and their roles.',
  'user.manage': 'Invite users, set their roles, deactivate them.',
  'api_key.read': 'See API keys: their names, scopes and last use.',
  'api_key.manage': 'Make and revoke API keys.',
  'webhook.read': 'See webhooks and their deliveries.',
  'webhook.manage': 'Make, change and remove webhooks, and send deliveries again.',
} as const;

export type Action = keyof typeof ACTIONS;

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly Action[];

/** Whether a text names an action. */
export const isAction = (text: string): text is Action => Object.hasOwn(ACTIONS, text);
