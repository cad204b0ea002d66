import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';

const MOST = 40;
/** Runs that began so long ago may still go on. */
const LONGEST_DAYS = 120;

const Zone = graphql(`
  query ZoneOfProvider($uen: String!) {
    trainingProvider(uen: $uen) {
      timeZone
    }
  }
`);

const OpenRuns = graphql(`
  query OpenRuns($filter: CourseRunFilter!, $first: Int!) {
    courseRuns(filter: $filter, first: $first) {
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

export interface OpenRun {
  id: string;
  ssgRunId: string;
  startDate: string;
  endDate: string;
  course: { courseCode: string; title: string };
  enrolmentCounts: { live: number };
}

/** Runs that somebody can still join: neither over nor cancelled, by first day. At most 40, and whether there are more. */
export async function findOpenRuns(
  { ask, uen }: Pick<PageRequest, 'ask' | 'uen'>,
  filter: { courseCode?: string; text?: string },
): Promise<{ runs: OpenRun[]; more: boolean }> {
  const { trainingProvider } = await ask(Zone, { uen });
  const now = Date.now();
  const zone = trainingProvider?.timeZone ?? 'UTC';
  const today = todayIn(zone, now);
  const startFrom = todayIn(zone, now - LONGEST_DAYS * 86_400_000);
  const { courseRuns } = await ask(OpenRuns, { filter: { provider: uen, startFrom, ...filter }, first: MOST });
  const runs = courseRuns.nodes.filter(
    ({ endDate, classStatus, lifecycle }) =>
      endDate >= today && classStatus !== 'CANCELLED' && lifecycle !== 'CANCELLED' && lifecycle !== 'COMPLETED',
  );
  return { runs, more: courseRuns.totalCount > courseRuns.nodes.length };
}
