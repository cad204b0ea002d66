import { type RouteConfigEntry, route } from '@remix-run/route-config';

/** Learners, masked; and one of them, with the dialog that opens an identifier. */
export const learnerRoutes: RouteConfigEntry[] = [
  route('learners', 'learners/learners.tsx'),
  route('learners/:learnerId', 'learners/learner.tsx', [route('reveal', 'learners/reveal-identifier.tsx')]),
];
