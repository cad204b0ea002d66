import { layout, type RouteConfigEntry, route } from '@remix-run/route-config';

export const classRoutes: RouteConfigEntry[] = [
  layout('classes/class-choices.tsx', [
    route('classes', 'classes/classes.tsx', [
      route('bulk/assign-trainer', 'classes/bulk-assign-trainer.tsx'),
      route('bulk/set-status', 'classes/bulk-set-status.tsx'),
      route('bulk/export', 'classes/bulk-export.ts'),
    ]),
  ]),
];
