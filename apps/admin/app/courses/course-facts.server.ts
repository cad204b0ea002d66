import { notFound } from '~/api/api-fault';
import type { Ask } from '~/api/ask.server';
import { graphql, type ResultOf } from '~/api/graphql';

const CourseFacts = graphql(`
  query CourseFacts($provider: String!, $courseCode: String!) {
    courses(filter: { provider: $provider, courseCode: $courseCode }, first: 1) {
      nodes {
        id
        courseCode
        title
        version
        createdAt
        updatedAt
        trainersEmailList
        trainersList
        trainerListEntries {
          list
          text
          trainer {
            trainerId
            name
            email
          }
          problem {
            code
            message
            remedy
          }
        }
      }
    }
  }
`);

export type CourseOfPage = ResultOf<typeof CourseFacts>['courses']['nodes'][number];
export type ListEntry = CourseOfPage['trainerListEntries'][number];

/** A course by its code. Throws the 404 page where the provider has none of it. */
export async function courseOf(ask: Ask, uen: string, courseCode: string): Promise<CourseOfPage> {
  const { courses } = await ask(CourseFacts, { provider: uen, courseCode });
  const [course] = courses.nodes;
  if (!course) throw notFound(`course ${courseCode}`, 'Look for it in the list of courses.');
  return course;
}
