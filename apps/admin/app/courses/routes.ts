import { type RouteConfigEntry, route } from '@remix-run/route-config';

export const courseRoutes: RouteConfigEntry[] = [
  route('courses', 'courses/courses.tsx'),
  route('courses/:courseCode', 'courses/course.tsx', [route('trainer-lists', 'courses/trainer-lists.tsx')]),
];
