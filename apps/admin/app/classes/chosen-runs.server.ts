import type { Ask } from '~/api/ask.server';
import { graphql, type ResultOf } from '~/api/graphql';

const ChosenRuns = graphql(`
  query ChosenRuns($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on CourseRun {
        id
        provider {
          uen
        }
        ssgRunId
        startDate
        classStatus
        course {
          title
        }
        trainerLocal {
          name
        }
        enrolmentCounts {
          live
        }
      }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof ChosenRuns>['nodes'][number]>;
export type ChosenRun = Extract<Node, { __typename: 'CourseRun' }>;

/** The ids that were ticked, each once. */
export const chosenIds = (url: URL): string[] => [...new Set(url.searchParams.getAll('id'))];

/** The ticked runs, in the order of the table; those that are gone are left out. */
export async function chosenRuns(ask: Ask, uen: string, url: URL): Promise<ChosenRun[]> {
  const ids = chosenIds(url);
  if (ids.length === 0) return [];
  const { nodes } = await ask(ChosenRuns, { ids });
  return nodes.flatMap((node) => (node?.__typename === 'CourseRun' && node.provider.uen === uen ? [node] : []));
}
