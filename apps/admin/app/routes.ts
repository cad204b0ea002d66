import { index, layout, type RouteConfig, route } from '@remix-run/route-config';
import { auditRoutes } from './audit/routes';
import { chainRoutes } from './chains/routes';
import { classRoutes } from './classes/routes';
import { courseRunRoutes } from './course-runs/routes';
import { courseRoutes } from './courses/routes';
import { exportRoutes } from './exports/routes';
import { incidentRoutes } from './incidents/routes';
import { learnerReviewRoutes } from './learner-reviews/routes';
import { learnerRoutes } from './learners/routes';
import { savedViewRoutes } from './saved-views/routes';
import { settingsRoutes } from './settings/routes';
import { syncRoutes } from './sync/routes';
import { trainerRoutes } from './trainers/routes';

/** Every address of the console. A room's own are in its `routes.ts`; `links.ts` makes them. */
export default [
  index('home/home.ts'),
  route('theme', 'theme/choose-theme.ts'),
  route('p/:uen', 'shell/provider-layout.tsx', [
    route('live', 'live/live.ts'),
    // What goes wrong on a page is told inside the frame.
    layout('shell/page-boundary.tsx', [
      index('today/today.tsx'),
      route('search', 'search/search.tsx'),
      route('nodes/:nodeId', 'home/node.ts'),
      ...classRoutes,
      ...savedViewRoutes,
      ...courseRunRoutes,
      ...courseRoutes,
      ...learnerRoutes,
      ...learnerReviewRoutes,
      ...trainerRoutes,
      ...chainRoutes,
      ...syncRoutes,
      ...incidentRoutes,
      ...auditRoutes,
      ...exportRoutes,
      ...settingsRoutes,
      route('*', 'shell/no-such-page.tsx', { id: 'no-such-page-of-provider' }),
    ]),
  ]),
  route('*', 'shell/no-such-page.tsx'),
] satisfies RouteConfig;
