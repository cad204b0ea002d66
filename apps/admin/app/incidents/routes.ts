import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const incidentRoutes: RouteConfigEntry[] = [
  route('incidents', 'incidents/incidents.tsx'),
  route('incidents/:incidentId', 'incidents/incident.tsx', [
    route('note', 'incidents/write-note.tsx'),
    route('requeue', 'incidents/requeue-incident.tsx'),
  ]),
];
