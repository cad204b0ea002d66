import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const savedViewRoutes: RouteConfigEntry[] = [
  route('saved-views', 'saved-views/saved-views.tsx', [
    route('new', 'saved-views/save-view.tsx'),
    route(':viewId/rename', 'saved-views/rename-view.tsx'),
    route(':viewId/remove', 'saved-views/remove-view.tsx'),
  ]),
];
