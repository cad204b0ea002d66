import { notFound } from './api-fault';
import type { Ask } from './ask.server';
import { isGlobalIdOf } from './global-id.server';
import { graphql } from './graphql';

/** The rows that addresses name by their ids, by the name of the part of the path. Runs of chains and batches have numbers. */
const ROWS_IN_PATHS = {
  apiKeyId: 'ApiKey',
  enrolmentId: 'Enrolment',
  exportId: 'DataExport',
  incidentId: 'Incident',
  learnerId: 'Learner',
  learnerReviewId: 'LearnerReview',
  scheduleId: 'Schedule',
  webhookId: 'Webhook',
} as const;

/** Null and never null are two types to GraphQL, which takes no field under one name that is both. */
const OwnersOfRows = graphql(`
  query OwnersOfRows($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on ApiKey {
        provider {
          uen
        }
      }
      ... on CourseRun {
        provider {
          uen
        }
      }
      ... on DataExport {
        provider {
          uen
        }
      }
      ... on Enrolment {
        provider {
          uen
        }
      }
      ... on Incident {
        onlyProvider: provider {
          uen
        }
      }
      ... on Learner {
        provider {
          uen
        }
      }
      ... on LearnerReview {
        provider {
          uen
        }
      }
      ... on Schedule {
        onlyProvider: provider {
          uen
        }
      }
      ... on Webhook {
        provider {
          uen
        }
      }
    }
  }
`);

/**
 * Throws the 404 page where a path names a row of another provider than its own, or no row at all. Whoever has rights at
 * several providers must not see, and much less change, one's rows under another's name. What belongs to the whole
 * installation is everybody's.
 */
export async function requireOwnRows(ask: Ask, uen: string, params: Readonly<Record<string, string | undefined>>): Promise<void> {
  const ids: string[] = [];
  for (const [name, type] of Object.entries(ROWS_IN_PATHS)) {
    const id = params[name];
    if (id === undefined) continue;
    if (!isGlobalIdOf(type, id)) throw notFound('such page');
    ids.push(id);
  }
  if (ids.length > 0) await requireOwn(ask, uen, ids);
}

/** The same for ids out of a form or an address. Those of nothing are left to the act, which answers for each. */
export async function requireOwn(ask: Ask, uen: string, ids: readonly string[]): Promise<void> {
  const { nodes } = await ask(OwnersOfRows, { ids: [...ids] });
  for (const node of nodes) {
    if (!node) continue;
    const owner = 'provider' in node ? node.provider : 'onlyProvider' in node ? node.onlyProvider : null;
    if (owner !== null && owner.uen !== uen) throw notFound('such page of this provider');
  }
}
