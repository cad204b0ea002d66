import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { formatDay } from '~/ui/format-moment';

const Find = graphql(`
  query Find($provider: String!, $text: String!, $runs: Boolean!, $courses: Boolean!, $learners: Boolean!, $trainers: Boolean!) {
    courseRuns(filter: { provider: $provider, text: $text }, first: 6) @include(if: $runs) {
      nodes {
        id
        ssgRunId
        startDate
        course {
          title
        }
      }
    }
    courses(filter: { provider: $provider, text: $text }, first: 4) @include(if: $courses) {
      nodes {
        id
        courseCode
        title
      }
    }
    learners(filter: { provider: $provider, text: $text }, first: 5) @include(if: $learners) {
      nodes {
        id
        name
        identifierMasked
      }
    }
    trainers(filter: { provider: $provider, text: $text }, first: 4) @include(if: $trainers) {
      nodes {
        id
        name
        email
      }
    }
  }
`);

export interface Found {
  kind: 'Course run' | 'Course' | 'Learner' | 'Trainer';
  id: string;
  title: string;
  detail: string;
  to: string;
}

/** The search needs two characters: less would find everything. */
export const SHORTEST_SEARCH = 2;

/** What a text finds, of each kind a few: runs by SSG's id or their course, courses, learners and trainers by name. */
export async function find({ ask, uen, links }: PageRequest, text: string): Promise<Found[]> {
  if (text.length < SHORTEST_SEARCH) return [];
  const may = await permissionsAt(ask, uen);
  const answer = await ask(Find, {
    provider: uen,
    text,
    runs: may('course_run.read'),
    courses: may('course.read'),
    learners: may('learner.read'),
    trainers: may('trainer.read'),
  });
  return [
    ...(answer.courseRuns?.nodes ?? []).map(({ id, ssgRunId, startDate, course }) => ({
      kind: 'Course run' as const,
      id,
      title: `${ssgRunId} · ${course.title}`,
      detail: `begins ${formatDay(startDate)}`,
      to: links.courseRun(ssgRunId),
    })),
    ...(answer.courses?.nodes ?? []).map(({ id, courseCode, title }) => ({
      kind: 'Course' as const,
      id,
      title,
      detail: courseCode,
      to: links.course(courseCode),
    })),
    ...(answer.learners?.nodes ?? []).map(({ id, name, identifierMasked }) => ({
      kind: 'Learner' as const,
      id,
      title: name,
      detail: identifierMasked ?? 'no identifier',
      to: links.learner(id),
    })),
    ...(answer.trainers?.nodes ?? []).map(({ id, name, email }) => ({
      kind: 'Trainer' as const,
      id,
      title: name,
      detail: email,
      to: links.trainer(id),
    })),
  ];
}
