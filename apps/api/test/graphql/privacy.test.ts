import { type GraphQLObjectType, getNamedType, isObjectType, isUnionType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalIdOf } from '../../src/contract/global-id.js';
import { schema } from '../../src/graphql/schema.js';
import { startTestApi, type TestApi } from '../http/test-api.js';
import { knownCallers, somebody } from '../support/known-callers.js';
import { testEngine } from '../support/test-chains.js';
import { ask } from './ask.js';
import { createChainExample } from './chain-example-data.js';
import { createExample, EXAMPLE_NOW, type Example, UEN } from './example-data.js';
import { selectEverything } from './whole-schema-query.js';

const callers = knownCallers();
/** Somebody who may see everything that anybody may. */
const everywhere = callers.as(somebody('0197c0de-0000-7000-8000-000000000001', 'every', 'admin'));
let api: TestApi;
let example: Example;
beforeAll(async () => {
  api = await startTestApi({ now: () => EXAMPLE_NOW, engine: testEngine, authenticator: callers.authenticator });
  example = await createExample(api.deps, 2);
  await createChainExample(api.deps, testEngine(api.deps), example.providerId);
  const { prisma } = api.deps.database;
  const { providerId } = example;
  const owner = await prisma.appUser.findFirstOrThrow({ select: { id: true } });
  await prisma.savedView.create({
    data: { providerId, ownerId: owner.id, page: 'learners', name: 'Shared', search: 'q=learner', shared: true },
  });
});
afterAll(() => api.close());

const rootFields = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) => !field.name.startsWith('node'));

test('S1.26 X4 no field of the schema is named after a clear, hashed or sealed identifier or a payload', () => {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__') ? Object.keys(type.getFields()).map((name) => `${type.name}.${name}`) : [],
  );
  const named = fields.filter((field) => /nric|hmac|seal|hash|raw|payload|ownerToken|listing/i.test(field));
  // A setting, yes or no; and what a webhook was told, which its own tests look into.
  expect(named).toEqual(['TrainingProviderSettings.sealIdentifiers', 'WebhookDelivery.payload']);
  expect(fields).toContain('Learner.identifierMasked');
});

describe('S1.26 X4 no answer holds a clear identifier, its hash, its sealed form, or an unmasked contact', () => {
  test.each(rootFields.map(({ name }) => name))('%s, everything selected', async (name) => {
    const field = rootFields.find((candidate) => candidate.name === name);
    const type = getNamedType(field?.type);
    if (!field || !(isObjectType(type) || isUnionType(type))) throw new Error(`${name} has nothing to select`);
    const rootArguments: Record<string, string> = {
      trainingProvider: `(uen: "${UEN}")`,
      upcomingClasses: `(provider: "${UEN}", days: 366)`,
      attention: `(provider: "${UEN}")`,
      weeksAhead: `(provider: "${UEN}")`,
      savedViews: `(provider: "${UEN}")`,
      chain: '(name: "nightly")',
      chainRun: '(id: "1")',
      errorCatalogueEntry: '(code: "NOT_FOUND")',
      dataExports: `(provider: "${UEN}")`,
      trainingProviderSettingsPreview: `(input: { trainingProviderId: "${globalIdOf('TrainingProvider', example.providerId)}", upcomingClassesThresholdDays: 60 })`,
      whyThisValue: `(id: "${globalIdOf('CourseRun', example.runIds[0] ?? '')}", field: "startDate")`,
    };
    const required = rootArguments[name] ?? '';
    const selection = isUnionType(type)
      ? type
          .getTypes()
          .map((member) => `... on ${member.name} { ${selectEverything(member, 2)} }`)
          .join(' ')
      : selectAll(type);
    const { errors, text } = await ask(api, `{ ${name}${required} { ${selection} } }`, {}, everywhere);
    expect(errors).toBeUndefined();
    expect(text.length).toBeGreaterThan(100);
    const { identifiers, hashes, sealed, emails, phones } = example.secrets;
    for (const secret of [...identifiers, ...hashes, ...sealed, ...emails, ...phones]) expect(text).not.toContain(secret);
    expect(text).not.toContain('raw ');
  });
});

/** Of a page its rows. */
function selectAll(type: GraphQLObjectType): string {
  const node = getNamedType(type.getFields().nodes?.type);
  return isObjectType(node) ? `totalCount nodes { ${selectEverything(node, 2)} }` : selectEverything(type, 2);
}

test('S1.26 a learner is recognisable all the same', async () => {
  const { data } = await ask(api, '{ enrolments(first: 1) { nodes { learner { name identifierMasked email phone } } } }');
  expect(data).toEqual({
    enrolments: {
      nodes: [
        {
          learner: {
            name: expect.stringMatching(/^Learner/),
            identifierMasked: expect.stringMatching(/^\*{5}\d{3}[A-Z]$/),
            email: 'l***@example.org',
            phone: expect.stringMatching(/^\*{5}\d{3}$/),
          },
        },
      ],
    },
  });
});

test('recorded changes of a learner are masked as the learner is', async () => {
  const { data } = await ask(
    api,
    '{ syncBatches { nodes { changeSets(first: 1) { nodes { changes(last: 2) { nodes { field after } } } } } } }',
  );
  expect(data).toEqual({
    syncBatches: {
      nodes: [
        {
          changeSets: {
            nodes: [
              {
                changes: {
                  nodes: [
                    { field: 'email', after: 'l***@example.org' },
                    { field: 'nric_hmac', after: null },
                  ],
                },
              },
            ],
          },
        },
      ],
    },
  });
});
