/** The console's addresses, in one place. Ids and codes are encoded here and nowhere else. */
export function linksOf(uen: string) {
  const at = `/p/${encodeURIComponent(uen)}`;
  const part = encodeURIComponent;
  const courseRun = (ssgRunId: string) => `${at}/course-runs/${part(ssgRunId)}`;
  const enrolment = (ssgRunId: string, id: string) => `${courseRun(ssgRunId)}/enrolments/${part(id)}`;
  const trainerOfRun = (ssgRunId: string, id: string) => `${courseRun(ssgRunId)}/trainers/${part(id)}`;
  const chainRun = (id: string) => `${at}/chain-runs/${part(id)}`;
  const settings = `${at}/settings`;
  return {
    today: at,
    live: `${at}/live`,
    search: (text = '') => `${at}/search${text ? `?q=${part(text)}` : ''}`,
    node: (id: string) => `${at}/nodes/${part(id)}`,

    classes: (search = '') => `${at}/classes${withSearch(search)}`,
    classesBulk: (act: 'assign-trainer' | 'set-status' | 'export', search = '') =>
      `${at}/classes/bulk/${act}${withSearch(search)}`,
    savedViews: `${at}/saved-views`,
    saveView: (page: string, search = '') => `${at}/saved-views/new?page=${part(page)}&search=${part(search)}`,
    renameView: (id: string) => `${at}/saved-views/${part(id)}/rename`,
    removeView: (id: string) => `${at}/saved-views/${part(id)}/remove`,

    courseRun,
    why: (ssgRunId: string, entityId: string, field: string) => `${courseRun(ssgRunId)}/why/${part(entityId)}/${part(field)}`,
    nextTrainer: (ssgRunId: string) => `${courseRun(ssgRunId)}/next-trainer`,
    syncCourseRun: (ssgRunId: string) => `${courseRun(ssgRunId)}/sync`,
    setClassStatus: (ssgRunId: string) => `${courseRun(ssgRunId)}/class-status`,
    setClassType: (ssgRunId: string) => `${courseRun(ssgRunId)}/class-type`,
    resolveTrainer: (ssgRunId: string) => `${courseRun(ssgRunId)}/trainers/resolve`,
    assignTrainer: (ssgRunId: string) => `${courseRun(ssgRunId)}/trainers/assign`,
    reorderTrainers: (ssgRunId: string) => `${courseRun(ssgRunId)}/trainers/order`,
    removeTrainer: (ssgRunId: string, id: string) => `${trainerOfRun(ssgRunId, id)}/remove`,
    declineTrainer: (ssgRunId: string, id: string) => `${trainerOfRun(ssgRunId, id)}/decline`,
    removeEnrolments: (ssgRunId: string) => `${courseRun(ssgRunId)}/enrolments/remove`,
    removeEnrolment: (ssgRunId: string, id: string) => `${enrolment(ssgRunId, id)}/remove`,
    reassignEnrolment: (ssgRunId: string, id: string) => `${enrolment(ssgRunId, id)}/reassign`,
    transferEnrolment: (ssgRunId: string, id: string) => `${enrolment(ssgRunId, id)}/transfer`,

    courses: (search = '') => `${at}/courses${withSearch(search)}`,
    course: (courseCode: string) => `${at}/courses/${part(courseCode)}`,
    courseTrainerLists: (courseCode: string) => `${at}/courses/${part(courseCode)}/trainer-lists`,

    learners: (search = '') => `${at}/learners${withSearch(search)}`,
    learner: (id: string) => `${at}/learners/${part(id)}`,
    revealIdentifier: (id: string) => `${at}/learners/${part(id)}/reveal`,
    learnerReviews: (search = '') => `${at}/learner-reviews${withSearch(search)}`,
    learnerReview: (id: string) => `${at}/learner-reviews/${part(id)}`,

    trainers: (search = '') => `${at}/trainers${withSearch(search)}`,
    trainer: (id: string) => `${at}/trainers/${part(id)}`,

    chains: `${at}/chains`,
    startChain: (name: string) => `${at}/chains/${part(name)}/start`,
    schedule: (id: string) => `${at}/chains/schedules/${part(id)}`,
    pauseSchedule: (id: string) => `${at}/chains/schedules/${part(id)}/pause`,
    chainRuns: (search = '') => `${at}/chain-runs${withSearch(search)}`,
    chainRun,
    chainRunLive: (id: string) => `${chainRun(id)}/live`,
    cancelChainRun: (id: string) => `${chainRun(id)}/cancel`,
    resumeChainRun: (id: string) => `${chainRun(id)}/resume`,
    approveChainRun: (id: string) => `${chainRun(id)}/approve`,

    syncLogs: (search = '') => `${at}/sync-logs${withSearch(search)}`,
    syncBatches: (search = '') => `${at}/sync-batches${withSearch(search)}`,
    syncBatch: (id: string) => `${at}/sync-batches/${part(id)}`,

    incidents: (search = '') => `${at}/incidents${withSearch(search)}`,
    incident: (id: string) => `${at}/incidents/${part(id)}`,
    incidentNote: (id: string) => `${at}/incidents/${part(id)}/note`,
    requeueIncident: (id: string) => `${at}/incidents/${part(id)}/requeue`,

    audit: (search = '') => `${at}/audit${withSearch(search)}`,
    exports: `${at}/exports`,
    newExport: (connection: string, search = '') =>
      `${at}/exports/new?connection=${part(connection)}${search ? `&${search}` : ''}`,
    downloadExport: (id: string) => `${at}/exports/${part(id)}/download`,

    settings,
    settingsThresholds: `${settings}/thresholds`,
    settingsModes: `${settings}/modes`,
    settingsSsg: `${settings}/ssg`,
    settingsAlerts: `${settings}/alerts`,
    users: `${settings}/users`,
    inviteUser: `${settings}/users/invite`,
    user: (id: string) => `${settings}/users/${part(id)}`,
    apiKeys: `${settings}/api-keys`,
    newApiKey: `${settings}/api-keys/new`,
    revokeApiKey: (id: string) => `${settings}/api-keys/${part(id)}/revoke`,
    webhooks: `${settings}/webhooks`,
    newWebhook: `${settings}/webhooks/new`,
    webhook: (id: string) => `${settings}/webhooks/${part(id)}`,
  };
}

export type Links = ReturnType<typeof linksOf>;

export const HOME = '/';
export const THEME = '/theme';
export const SIGN_OUT = '/sign-out';
export const ACCOUNT = '/account';

const withSearch = (search: string): string => (search === '' ? '' : `?${search.replace(/^\?/, '')}`);
