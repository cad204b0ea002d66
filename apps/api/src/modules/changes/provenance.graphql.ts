import { RULES, type RuleId } from '@rollcall/domain/change/rules';
import { globalIdOf } from '../../contract/global-id.js';
import { builder } from '../../graphql/builder.js';
import { FieldOwner } from './change-enums.graphql.js';
import type { ProvenanceRow } from './provenance-loader.graphql.js';
import { shownValue } from './shown-value.js';

/** The sentence of a rule; null for one that this version no longer has. */
export const sentenceOf = (rule: string): string | null => RULES[rule as RuleId] ?? null;

export const Provenance = builder.objectRef<ProvenanceRow>('Provenance').implement({
  description: 'Where a field’s present value comes from: the newest change that a sync wrote to it.',
  fields: (t) => ({
    field: t.exposeString('field', { description: 'Name of the column.' }),
    owner: t.field({ type: FieldOwner.ref, description: 'Who owns the value.', resolve: (row) => row.owner }),
    rule: t.exposeString('rule', { description: 'Id of the rule that decided.' }),
    ruleText: t.string({ nullable: true, description: 'The rule in a sentence.', resolve: (row) => sentenceOf(row.rule) }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value before.',
      resolve: (row) => shownValue(row, row.before),
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The value after.',
      resolve: (row) => shownValue(row, row.after),
    }),
    changedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    changeSetId: t.id({
      description: 'Global id of the change set.',
      resolve: (row) => globalIdOf('ChangeSet', row.changeSetId),
    }),
    batchId: t.id({
      nullable: true,
      description: 'Global id of the sync batch that wrote it.',
      resolve: (row) => (row.batchId === null ? null : globalIdOf('SyncBatch', row.batchId)),
    }),
    runId: t.exposeString('runId', { nullable: true, description: 'Run id of that batch, `upcoming_<epoch milliseconds>`.' }),
  }),
});
