import { type RouteConfigEntry, route } from '@remix-run/route-config';

/** A course run, and the dialogs of its acts, each of which lies on it. */
export const courseRunRoutes: RouteConfigEntry[] = [
  route('course-runs/:ssgRunId', 'course-runs/course-run.tsx', [
    route('why/:entityId/:field', 'course-runs/why.tsx'),
    route('next-trainer', 'course-runs/next-trainer.tsx'),
    route('sync', 'course-runs/sync-now.tsx'),
    route('class-status', 'course-runs/class-status.tsx'),
    route('class-type', 'course-runs/class-type.tsx'),
    route('trainers/assign', 'course-runs/assign-trainer.tsx'),
    route('trainers/order', 'course-runs/order-trainers.tsx'),
    route('trainers/resolve', 'course-runs/resolve-trainer.tsx'),
    route('trainers/:trainerId/remove', 'course-runs/remove-trainer.tsx'),
    route('trainers/:trainerId/decline', 'course-runs/decline-trainer.tsx'),
    route('enrolments/remove', 'course-runs/remove-enrolments.tsx'),
    route('enrolments/:enrolmentId/remove', 'course-runs/remove-enrolment.tsx'),
    route('enrolments/:enrolmentId/reassign', 'course-runs/reassign-enrolment.tsx'),
    route('enrolments/:enrolmentId/transfer', 'course-runs/transfer-enrolment.tsx'),
  ]),
];
