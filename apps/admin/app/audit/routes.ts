import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const auditRoutes: RouteConfigEntry[] = [route('audit', 'audit/audit.tsx')];
