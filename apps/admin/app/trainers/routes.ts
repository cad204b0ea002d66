import { type RouteConfigEntry, route } from '@remix-run/route-config';

/** Trainers with their load, and one of them. */
export const trainerRoutes: RouteConfigEntry[] = [
  route('trainers', 'trainers/trainers.tsx'),
  route('trainers/:trainerId', 'trainers/trainer.tsx'),
];
