import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

const FindRun = graphql(`
  query FindRun($provider: String!, $ssgRunId: String!) {
    courseRuns(filter: { provider: $provider, ssgRunId: $ssgRunId }, first: 1) {
      nodes {
        id
        ssgRunId
        version
        startDate
        endDate
        classStatus
        classType
        lifecycle
        course {
          id
          courseCode
          title
        }
        enrolmentCounts {
          live
        }
        runTrainers {
          trainerId
          name
          role
          position
        }
        assignedTrainer {
          trainerId
          name
          source
        }
      }
    }
  }
`);

/** The run whose page a dialog lies on: what its form and its action go by. */
export async function findRun({ ask, uen, param }: Pick<PageRequest, 'ask' | 'uen' | 'param'>) {
  const ssgRunId = param('ssgRunId');
  const { courseRuns } = await ask(FindRun, { provider: uen, ssgRunId });
  const [run] = courseRuns.nodes;
  if (!run) throw notFound(`course run ${ssgRunId}`);
  return run;
}

export type FoundRun = Awaited<ReturnType<typeof findRun>>;

/** The version that a form was shown, where it says one. */
export function expectedVersion(text: string): number | null {
  const version = Number(text);
  return text !== '' && Number.isInteger(version) ? version : null;
}
