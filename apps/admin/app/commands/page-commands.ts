import type { Links } from '~/links';

export interface Command {
  title: string;
  to: string;
  needs: string;
}

/** Acts that need no row: each opens its form. */
export const pageCommands = (links: Links): Command[] => [
  { title: 'Run the nightly sync now', to: links.startChain('tgs_daily'), needs: 'chain_run.start' },
  { title: 'Invite a user', to: links.inviteUser, needs: 'user.manage' },
  { title: 'Make an API key', to: links.newApiKey, needs: 'api_key.manage' },
  { title: 'Add a webhook', to: links.newWebhook, needs: 'webhook.manage' },
  { title: 'Export upcoming classes', to: links.newExport('COURSE_RUNS'), needs: 'export.start' },
  { title: 'Check the connection to SSG', to: links.settingsSsg, needs: 'training_provider.update' },
  { title: 'Classes without a trainer', to: links.classes('issue=RUN_WITHOUT_TRAINER'), needs: 'course_run.read' },
  { title: 'Classes whose trainer differs at SSG', to: links.classes('issue=TRAINER_DRIFT'), needs: 'course_run.read' },
  { title: 'Chain runs that wait for approval', to: links.chainRuns('status=AWAITING_APPROVAL'), needs: 'chain.read' },
];
