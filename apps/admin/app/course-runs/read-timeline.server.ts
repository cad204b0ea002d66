import type { Ask } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import { type Act, mergeTimeline, type TimelineEntry, type Write } from './timeline';

const ActsOnRun = graphql(`
  query ActsOnRun($courseRun: ID!) {
    auditEntries(filter: { courseRun: $courseRun }, first: 60) {
      nodes {
        number
        action
        actorName
        actorRole
        actorKind
        reason
        createdAt
        changeSetId
      }
    }
  }
`);

const ChangeSetsOfRun = graphql(`
  query ChangeSetsOfRun($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on ChangeSet {
        id
        createdAt
        phase
        status
        batch {
          id
          runId
        }
        changes(first: 15) {
          totalCount
          nodes {
            entityType
            key
            field
            before
            after
            rule
            ruleText
          }
        }
      }
    }
  }
`);

/** As many change sets as are looked at; older ones still stand behind each value's own history. */
const MOST_SETS = 30;

interface TimelineOf {
  courseRunId: string;
  /** The newest writes of the run's fields and of its learners' enrolments. */
  writes: { changeSetId: string; changedAt: string }[];
  audit: boolean;
  changes: boolean;
}

/** What people did to a run and what syncs wrote in it, in one list, newest first. */
export async function readTimeline(ask: Ask, { courseRunId, writes, audit, changes }: TimelineOf): Promise<TimelineEntry[]> {
  const acts: Act[] = audit ? (await ask(ActsOnRun, { courseRun: courseRunId })).auditEntries.nodes : [];
  const newest = [...writes].sort((a, b) => b.changedAt.localeCompare(a.changedAt));
  const named = [...acts.flatMap(({ changeSetId }) => changeSetId ?? []), ...newest.map(({ changeSetId }) => changeSetId)];
  const ids = changes ? [...new Set(named)].slice(0, MOST_SETS) : [];
  const { nodes } = ids.length === 0 ? { nodes: [] } : await ask(ChangeSetsOfRun, { ids });
  const sets: Write[] = nodes.flatMap((node) => (node?.__typename === 'ChangeSet' ? [node] : []));
  return mergeTimeline(acts, sets);
}
