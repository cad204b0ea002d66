import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { findOverlaps } from './overlaps';

/** As many runs ahead as one page shows. */
const MOST_RUNS = 100;
/** Runs that began so long ago may still go on. */
const LONGEST_DAYS = 120;

const TrainerPage = graphql(`
  query TrainerPage($id: ID!, $uen: String!) {
    trainingProvider(uen: $uen) {
      timeZone
    }
    node(id: $id) {
      __typename
      ... on Trainer {
        id
        name
        email
        active
        load {
          upcomingRuns
          daysTaught
        }
        quarter: load(days: 90) {
          upcomingRuns
          daysTaught
        }
        declines(first: 25) {
          totalCount
          nodes {
            ssgRunId
            startDate
            reason
            declinedAt
            courseRun {
              course {
                title
              }
            }
          }
        }
      }
    }
  }
`);

const RunsAhead = graphql(`
  query RunsAhead($provider: String!, $trainerId: ID!, $startFrom: Date!, $first: Int!) {
    courseRuns(filter: { provider: $provider, trainerId: $trainerId, startFrom: $startFrom }, first: $first) {
      totalCount
      nodes {
        id
        ssgRunId
        startDate
        endDate
        classStatus
        lifecycle
        course {
          courseCode
          title
        }
        enrolmentCounts {
          live
        }
      }
    }
  }
`);

/** Somebody, the runs that they teach from today on, and which of these take place on the same days. */
export async function readTrainer({ ask, uen, param }: PageRequest) {
  const id = param('trainerId');
  if (!isGlobalIdOf('Trainer', id)) throw notFound('such trainer');
  const { node, trainingProvider } = await ask(TrainerPage, { id, uen });
  if (node?.__typename !== 'Trainer' || !trainingProvider) throw notFound('such trainer');
  const now = Date.now();
  const today = todayIn(trainingProvider.timeZone, now);
  const startFrom = todayIn(trainingProvider.timeZone, now - LONGEST_DAYS * 86_400_000);
  const { courseRuns } = await ask(RunsAhead, { provider: uen, trainerId: id, startFrom, first: MOST_RUNS });
  const runs = courseRuns.nodes.filter(({ endDate }) => endDate >= today);
  // Who teaches a class that does not take place is free.
  const taking = runs.filter(({ classStatus, lifecycle }) => classStatus !== 'CANCELLED' && lifecycle !== 'CANCELLED');
  return { trainer: node, runs, overlaps: findOverlaps(taking), more: courseRuns.totalCount > courseRuns.nodes.length };
}
