import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const syncRoutes: RouteConfigEntry[] = [
  route('sync-logs', 'sync/sync-logs.tsx'),
  route('sync-batches', 'sync/sync-batches.tsx'),
  route('sync-batches/:batchId', 'sync/sync-batch.tsx'),
];
