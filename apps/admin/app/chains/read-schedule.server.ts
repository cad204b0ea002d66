import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { ScheduleFragment, type ScheduleView } from './schedule-fragment';

const ScheduleById = graphql(
  `
    query ScheduleById($id: ID!) {
      node(id: $id) {
        __typename
        ... on Schedule {
          ...Schedule
          provider {
            uen
          }
        }
      }
    }
  `,
  [ScheduleFragment],
);

/** The schedule that the path names; 404 for another provider's. */
export async function readSchedule({ ask, uen, param }: PageRequest): Promise<ScheduleView> {
  const id = param('scheduleId');
  if (!isGlobalIdOf('Schedule', id)) throw notFound('schedule');
  const { node } = await ask(ScheduleById, { id });
  if (node?.__typename !== 'Schedule' || (node.provider !== null && node.provider.uen !== uen)) throw notFound('schedule');
  return node;
}
