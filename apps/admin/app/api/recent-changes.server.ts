import type { Ask } from './ask.server';
import { graphql } from './graphql';

const RecentChanges = graphql(`
  query RecentChanges($entityId: ID!) {
    auditEntries(filter: { entityId: $entityId }, first: 3) {
      nodes {
        number
        action
        actorName
        actorRole
        createdAt
        reason
      }
    }
  }
`);

export interface RecentChange {
  id: string;
  actor: string;
  action: string;
  at: string;
  reason: string | null;
}

/** What was done to a row last, and by whom: for a form that came too late. Nothing where the viewer may not read the audit. */
export async function recentChanges(ask: Ask, entityId: string): Promise<RecentChange[]> {
  try {
    const { auditEntries } = await ask(RecentChanges, { entityId });
    return auditEntries.nodes.map(({ number, action, actorName, actorRole, createdAt, reason }) => ({
      id: number,
      actor: actorName ?? actorRole,
      action,
      at: createdAt,
      reason,
    }));
  } catch (error) {
    if (error instanceof Response && error.status === 403) return [];
    throw error;
  }
}
