import { graphql, type ResultOf, type VariablesOf } from '~/api/graphql';
import type { PageRequest } from '~/api/page.server';
import { readPage } from '~/url/read-page.server';
import { diffOf, type FieldDiff, sayField } from './field-diff';

const AuditPage = graphql(`
  query AuditPage($filter: AuditEntryFilter!, $first: Int, $after: String, $last: Int, $before: String) {
    auditEntries(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      totalCountIsExact
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        number
        createdAt
        action
        actorKind
        actorName
        actorRole
        entityType
        entityId
        nodeId
        reason
        before
        after
        changeSetId
        correlationId
      }
    }
  }
`);

const AuditChanges = graphql(`
  query AuditChanges($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on ChangeSet {
        id
        changes(first: 100) {
          nodes {
            entityId
            entityType
            field
            before
            after
          }
        }
      }
    }
  }
`);

type Filter = VariablesOf<typeof AuditPage>['filter'];
type Node = ResultOf<typeof AuditPage>['auditEntries']['nodes'][number];

/** An entry as the page shows it: with what became otherwise in words. */
export type AuditRow = Omit<Node, 'before' | 'after' | 'changeSetId'> & { fields: FieldDiff[] };

/** A page of the audit. What an act changed stands in the entry itself, or in its change set: that is read for the whole page at once. */
export async function readAudit({ ask, url }: PageRequest, filter: Filter) {
  const { answer, dropped } = await readPage(url, (page) => ask(AuditPage, { filter, ...page }));
  const { auditEntries } = answer;
  const ids = [...new Set(auditEntries.nodes.flatMap(({ changeSetId }) => changeSetId ?? []))];
  const { nodes: sets } = ids.length === 0 ? { nodes: [] } : await ask(AuditChanges, { ids });
  const changes = new Map(sets.flatMap((set) => (set && 'changes' in set ? [[set.id, set.changes.nodes] as const] : [])));
  const nodes = auditEntries.nodes.map(({ before, after, changeSetId, ...entry }): AuditRow => {
    const own = changesOf(entry, changes.get(changeSetId ?? '') ?? []);
    const fields = own.map((change) => ({
      field: sayField(change.field),
      before: change.before,
      after: change.after,
    }));
    return { ...entry, fields: fields.length > 0 ? fields : diffOf(before, after) };
  });
  return { ...auditEntries, nodes, dropped };
}

type Change = Extract<ResultOf<typeof AuditChanges>['nodes'][number], { changes: unknown }>['changes']['nodes'][number];

/**
 * The changes of a set that are about what an entry is about. Rows that have no global id, as who teaches a run, are known by
 * their kind alone: where the set has several of them (a field comes twice), nobody can say which is which.
 */
function changesOf({ nodeId, entityType }: Pick<Node, 'nodeId' | 'entityType'>, set: Change[]): Change[] {
  if (nodeId !== null) return set.filter(({ entityId }) => entityId === nodeId);
  const kin = set.filter((change) => change.entityId === null && change.entityType === entityType.toUpperCase());
  return new Set(kin.map(({ field }) => field)).size === kin.length ? kin : [];
}
