import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type DefinitionNode, type DocumentNode, Kind, parse, validate, visit } from 'graphql';
import { expect, test } from 'vitest';

// Types of documents come from the schema, but they do not tell what the API refuses a document for.
const admin = path.resolve(import.meta.dirname, '../..');
const schema = buildSchema(readFileSync(path.join(admin, '../api/schema.graphql'), 'utf8'));

const files = readdirSync(path.join(admin, 'app'), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const definitions: DefinitionNode[] = files.flatMap((file) =>
  [...readFileSync(path.join(admin, 'app', file), 'utf8').matchAll(/\bgraphql\(\s*`([^`]*)`/g)].flatMap(
    ([, text = '']) => parse(text).definitions,
  ),
);
const nameOf = (one: DefinitionNode): string => ('name' in one && one.name ? one.name.value : '');
const fragments = new Map(definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((one) => [nameOf(one), one]));

/** An operation with all the fragments that it needs, as it is sent. */
function sent(operation: DefinitionNode): DocumentNode {
  const needed = new Set<DefinitionNode>([operation]);
  // A set is gone through to its end, with what is added on the way.
  for (const one of needed)
    visit(one, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) needed.add(fragment);
      },
    });
  return { kind: Kind.DOCUMENT, definitions: [...needed] };
}

const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);

test.each(operations.map((operation) => [nameOf(operation), operation] as const))('the API takes %s', (_name, operation) => {
  expect(validate(schema, sent(operation)).map(({ message }) => message)).toEqual([]);
});

test('no two documents have the same name, and all of them were read', () => {
  const names = definitions.map(nameOf);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(operations.length).toBeGreaterThan(100);
});
