import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const exportRoutes: RouteConfigEntry[] = [
  route('exports', 'exports/exports.tsx', [route('new', 'exports/new-export.tsx')]),
  route('exports/:exportId/download', 'exports/download-export.ts'),
];
