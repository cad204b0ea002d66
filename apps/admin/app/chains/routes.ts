import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const chainRoutes: RouteConfigEntry[] = [
  route('chains', 'chains/chains.tsx', [
    route(':chain/start', 'chains/start-chain-run.tsx'),
    route('schedules/:scheduleId', 'chains/edit-schedule.tsx'),
    route('schedules/:scheduleId/pause', 'chains/pause-schedule.tsx'),
  ]),
  route('chain-runs', 'chains/chain-runs.tsx'),
  route('chain-runs/:chainRunId', 'chains/chain-run.tsx', [
    route('cancel', 'chains/cancel-chain-run.tsx'),
    route('resume', 'chains/resume-chain-run.tsx'),
    route('approve', 'chains/approve-chain-run.tsx'),
  ]),
];
