import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** Where the printed schema is kept, for people and for the console's types. Seen from src and from dist alike. */
export const SCHEMA_FILE = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

/** The schema as SDL, everything in alphabetical order, so that a difference is a difference. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { schema } = await import('./schema.js');
  writeFileSync(SCHEMA_FILE, printSortedSchema(schema));
}
