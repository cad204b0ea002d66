import type { GraphQLResolveInfo } from 'graphql';
import type { FieldPlan, QueryPlan } from './query-plan.js';

export type Path = GraphQLResolveInfo['path'];

/** One execution of a plan. */
export interface Run {
  args: { schema: GraphQLResolveInfo['schema']; rootValue?: unknown; contextValue?: unknown };
  plan: QueryPlan;
  variables: Record<string, unknown>;
}

export const pathOf = (field: FieldPlan, prev: Path | undefined): Path => ({
  prev,
  key: field.name,
  typename: field.parentType.name,
});

/** What GraphQL's executor tells a resolver of its field. */
export const infoOf = (field: FieldPlan, { args, plan, variables }: Run, path: Path): GraphQLResolveInfo => ({
  fieldName: field.definition.name,
  fieldNodes: field.nodes,
  returnType: field.definition.type,
  parentType: field.parentType,
  path,
  schema: args.schema,
  fragments: plan.fragments,
  rootValue: args.rootValue,
  operation: plan.operation,
  variableValues: variables,
});

/** The same, found out when it is asked for: there are hundreds of these in an answer, and hardly any resolver of a row looks. */
export class RowFieldInfo implements GraphQLResolveInfo {
  constructor(
    private readonly field: FieldPlan,
    private readonly run: Run,
    private readonly prev: Path | undefined,
    private readonly made?: Path,
  ) {}
  get fieldName() {
    return this.field.definition.name;
  }
  get fieldNodes() {
    return this.field.nodes;
  }
  get returnType() {
    return this.field.definition.type;
  }
  get parentType() {
    return this.field.parentType;
  }
  get path() {
    return this.made ?? pathOf(this.field, this.prev);
  }
  get schema() {
    return this.run.args.schema;
  }
  get fragments() {
    return this.run.plan.fragments;
  }
  get rootValue() {
    return this.run.args.rootValue;
  }
  get operation() {
    return this.run.plan.operation;
  }
  get variableValues() {
    return this.run.variables;
  }
}
