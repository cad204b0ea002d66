import type { Links } from '~/links';

/** The dialogs of a review's page. */
export const reviewLinks = ({ learnerReview }: Links, id: string) => ({
  page: learnerReview(id),
  resolve: (learnerId?: string) => `${learnerReview(id)}/resolve${learnerId ? `?learner=${encodeURIComponent(learnerId)}` : ''}`,
  dismiss: `${learnerReview(id)}/dismiss`,
});
