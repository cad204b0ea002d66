import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const learnerReviewRoutes: RouteConfigEntry[] = [
  route('learner-reviews', 'learner-reviews/learner-reviews.tsx'),
  route('learner-reviews/:learnerReviewId', 'learner-reviews/learner-review.tsx', [
    route('resolve', 'learner-reviews/resolve-review.tsx'),
    route('dismiss', 'learner-reviews/dismiss-review.tsx'),
  ]),
];
