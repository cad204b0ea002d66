import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { ScheduleFragment } from './schedule-fragment';

const Chains = graphql(`
  query Chains {
    chains {
      name
      title
      scope
      modes
      steps {
        name
        title
        tier
        required
        upstream
        prerequisites
        needs {
          step
          kind
        }
      }
    }
  }
`);

const ChainNow = graphql(
  `
    query ChainNow($chain: String!, $provider: String, $hours: Int!) {
      chainRuns(filter: { chain: $chain, provider: $provider }, first: 14) {
        totalCount
        nodes {
          number
          status
          dryRun
          trigger
          startedAt
          durationSeconds
          reason
        }
      }
      schedules(filter: { chain: $chain, provider: $provider }, first: 30) {
        nodes {
          ...Schedule
          expectedDurationSeconds
          ticksShown: nextTicks(hours: $hours) {
            at
          }
        }
      }
    }
  `,
  [ScheduleFragment],
);

export type ChainView = Awaited<ReturnType<typeof readChains>>[number];

/** Every chain that the viewer sees, with its last runs and its schedules for this provider, or for the whole installation. */
export async function readChains({ ask, uen }: PageRequest, hours: number) {
  const { chains } = await ask(Chains);
  return Promise.all(
    chains.map(async (chain) => {
      const provider = chain.scope === 'SYSTEM' ? null : uen;
      const { chainRuns, schedules } = await ask(ChainNow, { chain: chain.name, provider, hours });
      return { ...chain, runs: chainRuns.nodes, runCount: chainRuns.totalCount, schedules: schedules.nodes };
    }),
  );
}
