import type { Links } from '~/links';

/** The pages and dialogs of a webhook. */
export const webhookLinks = ({ webhook }: Links, id: string) => ({
  page: webhook(id),
  edit: `${webhook(id)}/edit`,
  rotate: `${webhook(id)}/rotate`,
  remove: `${webhook(id)}/remove`,
});
