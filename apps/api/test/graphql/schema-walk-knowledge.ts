import type { Action } from '@rollcall/domain/permission/actions';

/**
 * Who may use each root field, written down a second time and on purpose: a field whose scope is forgotten, or wrong, differs
 * from this table. Whoever adds a field adds it here.
 */
export const ROOT_FIELDS: Record<string, Action | 'signedIn' | 'anyone'> = {
  'Query.alertDeliveries': 'incident.read',
  'Query.attention': 'course_run.read',
  'Query.apiKeys': 'api_key.read',
  'Query.auditEntries': 'audit.read',
  'Query.chain': 'chain.read',
  'Query.dataExports': 'export.start',
  'Query.chainRun': 'chain.read',
  'Query.chainRuns': 'chain.read',
  'Query.chains': 'chain.read',
  'Query.courseRuns': 'course_run.read',
  'Query.courses': 'course.read',
  'Query.enrolments': 'enrolment.read',
  'Query.errorCatalogue': 'anyone',
  'Query.errorCatalogueEntry': 'anyone',
  'Query.incidents': 'incident.read',
  'Query.learnerReviews': 'learner_review.read',
  'Query.learners': 'learner.read',
  'Query.node': 'signedIn',
  'Query.nodes': 'signedIn',
  'Query.savedViews': 'training_provider.read',
  'Query.schedules': 'chain.read',
  'Query.syncBatches': 'sync.read',
  'Query.syncLogs': 'sync.read',
  'Query.trainers': 'trainer.read',
  'Query.trainingProvider': 'training_provider.read',
  'Query.trainingProviderSettingsPreview': 'training_provider.read_settings',
  'Query.trainingProviders': 'training_provider.read',
  'Query.upcomingClasses': 'course_run.read',
  'Query.users': 'user.read',
  'Query.viewer': 'anyone',
  'Query.weeksAhead': 'course_run.read',
  'Query.webhookDeliveries': 'webhook.read',
  'Query.webhooks': 'webhook.read',
  'Query.whyThisValue': 'change.read',
  'Query.workers': 'chain.read',
  'Mutation.exportStart': 'export.start',
  'Mutation.apiKeyCreate': 'api_key.manage',
  'Mutation.apiKeyRevoke': 'api_key.manage',
  'Mutation.chainRunApprove': 'chain_run.approve',
  'Mutation.chainRunCancel': 'chain_run.cancel',
  'Mutation.chainRunResume': 'chain_run.resume',
  'Mutation.chainRunStart': 'chain_run.start',
  'Mutation.courseRunResolveTrainer': 'course_run.assign_trainer',
  'Mutation.courseRunSetClassStatus': 'course_run.set_class',
  'Mutation.courseRunSetClassType': 'course_run.set_class',
  'Mutation.courseRunSyncNow': 'course_run.sync',
  'Mutation.courseRunSyncPreview': 'course_run.sync',
  'Mutation.courseRunTrainerAssign': 'course_run.assign_trainer',
  'Mutation.courseRunTrainerDecline': 'course_run.decline',
  'Mutation.courseRunTrainerRemove': 'course_run.assign_trainer',
  'Mutation.courseRunTrainerReorder': 'course_run.assign_trainer',
  'Mutation.courseRunsSetClassStatus': 'course_run.set_class',
  'Mutation.courseRunsTrainerAssign': 'course_run.assign_trainer',
  'Mutation.courseTrainerListsUpdate': 'course.update',
  'Mutation.enrolmentReassign': 'enrolment.reassign',
  'Mutation.enrolmentRemove': 'enrolment.remove',
  'Mutation.enrolmentTransfer': 'enrolment.transfer',
  'Mutation.enrolmentsRemove': 'enrolment.remove',
  'Mutation.incidentNoteWrite': 'incident.note',
  'Mutation.incidentRequeue': 'chain_run.resume',
  'Mutation.learnerIdentifierReveal': 'learner.reveal_identifier',
  'Mutation.learnerReviewDismiss': 'learner_review.decide',
  'Mutation.learnerReviewResolve': 'learner_review.decide',
  'Mutation.preflightRun': 'course_run.sync',
  'Mutation.savedViewRemove': 'training_provider.read',
  'Mutation.savedViewSave': 'training_provider.read',
  'Mutation.schedulePause': 'schedule.update',
  'Mutation.scheduleUpdate': 'schedule.update',
  'Mutation.trainingProviderSettingsUpdate': 'training_provider.update',
  'Mutation.userDeactivate': 'user.manage',
  'Mutation.userInvite': 'user.manage',
  'Mutation.userPasswordLinkSend': 'user.manage',
  'Mutation.userReactivate': 'user.manage',
  'Mutation.userSetRoles': 'user.manage',
  'Mutation.webhookCreate': 'webhook.manage',
  'Mutation.webhookDeliveryResend': 'webhook.manage',
  'Mutation.webhookRemove': 'webhook.manage',
  'Mutation.webhookSecretRotate': 'webhook.manage',
  'Mutation.webhookTest': 'webhook.manage',
  'Mutation.webhookUpdate': 'webhook.manage',
  'Subscription.chainRunEvents': 'chain.read',
  'Subscription.chainRunsChanged': 'chain.read',
  'Subscription.courseRunsChanged': 'course_run.read',
  'Subscription.incidentsChanged': 'incident.read',
};

/** Mutations whose input names nothing that could be another provider's. */
export const NAMES_NOTHING: readonly string[] = [];

/** Queries that must answer with something, and so refuse a provider that is not there: with NOT_FOUND. */
export const REFUSE_UNKNOWN: readonly string[] = ['attention'];

/** Which node type an ID is of, where its name does not say so as `courseRunId` does. */
export const IDS: Record<string, string> = {
  'chainRun.id': 'ChainRun',
  'whyThisValue.id': 'CourseRun',
  'AuditEntryFilter.courseRun': 'CourseRun',
  'AuditEntryFilter.entityId': 'Enrolment',
  'CourseRunFilter.ids': 'CourseRun',
  'SyncLogFilter.batch': 'SyncBatch',
  'WebhookDeliveryResendInput.deliveryId': 'WebhookDelivery',
};

/** Inputs that name a thing in one way or the other: what is left out, once and then the other time. */
export const LEFT_OUT: Record<string, readonly (readonly string[])[]> = {
  courseRunSyncNow: [['courseRunId'], ['provider', 'ssgRunId']],
  // Of its filters only the one of its list may be given.
  exportStart: [['filter']],
  savedViewSave: [[], ['savedViewId']],
};

/** Optional inputs without which nothing would be asked. */
export const FILLED: readonly string[] = ['TrainingProviderSettingsUpdateInput.upcomingClassesThresholdDays'];

/**
 * Where the rows of each table without `provider_id` belong, as SQL over the table `row` and the provider's id `$1`; every
 * node type needs rows of another provider to be looked for.
 */
export const BELONGS: Record<string, string> = {
  training_provider: 'row.id = $1',
  app_user: 'row.id IN (SELECT user_id FROM user_role WHERE provider_id = $1)',
  task_chain_steps: 'row.chain_log_id IN (SELECT id FROM task_chain_logs WHERE provider_id = $1)',
  api_key: 'row.id IN (SELECT api_key_id FROM api_key_grant WHERE provider_id = $1)',
  webhook_delivery: 'row.endpoint_id IN (SELECT id FROM webhook_endpoint WHERE provider_id = $1)',
};

/** The table of each node type. */
export const NODE_TABLES: Record<string, string> = {
  AlertDelivery: 'alert_delivery',
  ApiKey: 'api_key',
  ChainRun: 'task_chain_logs',
  ChainStepRun: 'task_chain_steps',
  ChangeSet: 'change_set',
  Course: 'course',
  CourseRun: 'course_run',
  DataExport: 'data_export',
  Enrolment: 'enrollment',
  Incident: 'incident',
  Learner: 'learner',
  LearnerReview: 'learner_review',
  SavedView: 'saved_view',
  Schedule: 'scheduled_tasks',
  SyncBatch: 'sync_batch',
  SyncLog: 'upcoming_course_runs_log',
  Trainer: 'app_user',
  TrainingProvider: 'training_provider',
  User: 'app_user',
  WebhookDelivery: 'webhook_delivery',
  Webhook: 'webhook_endpoint',
};
