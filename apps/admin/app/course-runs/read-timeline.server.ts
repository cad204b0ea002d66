import type { Ask } from '~/api/ask.server';
import { graphql } from '~/api/graphql';
import { type Act, mergeTimeline, type TimelineEntry, type Write } from './timeline';

const ActsOnRun = graphql(`
  query ActsOnRun($courseRun: ID!) {
    auditEntries(filter: { courseRun: $courseRun }, first: 60) {
      pageInfo {
        hasNextPage
      }
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

/** As many entries as are shown; what is older stands in the audit and behind each value's own history. */
const MOST_ENTRIES = 25;

interface TimelineOf {
  courseRunId: string;
  /** The newest writes of the run's fields and of its learners' enrolments. */
  writes: { changeSetId: string; changedAt: string }[];
  audit: boolean;
  changes: boolean;
}

export interface Timeline {
  entries: TimelineEntry[];
  /** Whether there are older ones than these. */
  older: boolean;
}

/** What people did to a run and what syncs wrote in it, in one list, newest first. */
export async function readTimeline(ask: Ask, { courseRunId, writes, audit, changes }: TimelineOf): Promise<Timeline> {
  const answer = audit ? (await ask(ActsOnRun, { courseRun: courseRunId })).auditEntries : null;
  const acts: Act[] = answer?.nodes ?? [];
  // Beyond the last act that was read, a change set could not say whose it is.
  const from = answer?.pageInfo.hasNextPage ? (acts.at(-1)?.createdAt ?? '') : '';
  const named = [
    ...acts.map(({ changeSetId, createdAt: at }) => ({ changeSetId, at })),
    ...writes.map(({ changeSetId, changedAt: at }) => ({ changeSetId, at })),
  ];
  const newest = named.filter(({ at }) => at >= from).sort((a, b) => b.at.localeCompare(a.at));
  const known = [...new Set(newest.flatMap(({ changeSetId }) => changeSetId ?? []))];
  const ids = changes ? known.slice(0, MOST_ENTRIES) : [];
  const { nodes } = ids.length === 0 ? { nodes: [] } : await ask(ChangeSetsOfRun, { ids });
  const sets: Write[] = nodes.flatMap((node) => (node?.__typename === 'ChangeSet' ? [node] : []));
  const entries = mergeTimeline(acts, sets);
  return { entries: entries.slice(0, MOST_ENTRIES), older: entries.length > MOST_ENTRIES || from !== '' };
}
