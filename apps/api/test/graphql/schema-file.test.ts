import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printSortedSchema, SCHEMA_FILE } from '../../src/graphql/print-schema.js';
import { schema } from '../../src/graphql/schema.js';

test('apps/api/schema.graphql is the schema as printed', () => {
  expect(
    readFileSync(SCHEMA_FILE, 'utf8'),
    'The schema changed. Print it again, in apps/api: node --conditions=rollcall-source --import tsx src/graphql/print-schema.ts',
  ).toBe(printSortedSchema(schema));
});

test('X20 the API spells enrolment the British way', () => {
  expect(printSortedSchema(schema).replaceAll('`enrollment`', '')).not.toMatch(/enrollment/i);
});
