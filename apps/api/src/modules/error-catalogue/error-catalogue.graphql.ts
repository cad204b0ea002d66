import { builder } from '../../graphql/builder.js';
import { storedEnum } from '../../graphql/stored-enum.js';
import { ERROR_CATALOGUE, findErrorEntry } from './error-catalogue.js';
import { ERROR_SOURCES, type ErrorEntry } from './error-entry.js';

const ErrorSource = storedEnum('ErrorSource', ERROR_SOURCES, {
  description: 'Where an error code is met.',
  words: {
    act: 'A mutation answers it as a value.',
    graphql: 'A GraphQL error has it as `extensions.code`.',
    http: 'An answer outside GraphQL has it.',
    ssg: 'A log line or an incident has it: SSG refused, or did not answer.',
    sync: 'A log line has it: the sync itself met it.',
    trainer_list: 'An entry of a trainer list, or a notice of a sync, has it.',
    learner_review: 'A learner review has it as its reason.',
  },
});

const ErrorCatalogueEntry = builder.objectRef<ErrorEntry>('ErrorCatalogueEntry').implement({
  description: 'One code that Rollcall can answer, with what it means and what to do next.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'The code, as it is answered.' }),
    source: t.field({ type: ErrorSource.ref, description: 'Where it is met.', resolve: ({ source }) => source }),
    meaning: t.exposeString('meaning', { description: 'What it means, in a sentence.' }),
    remedy: t.exposeString('remedy', { description: 'What to do next; an answer often says it more exactly.' }),
    errorClass: t.exposeString('errorClass', { nullable: true, description: 'The name that incidents have for it.' }),
  }),
});

// Open to everybody: who cannot sign in must be able to read what to do, and nothing here is anybody's.
builder.queryFields((t) => ({
  errorCatalogue: t.field({
    authScopes: { anyone: true },
    type: [ErrorCatalogueEntry],
    description: 'Every error code, by where it is met.',
    args: { source: t.arg({ type: ErrorSource.ref, description: 'Only those met there.' }) },
    resolve: (_root, { source }) => ERROR_CATALOGUE.filter((entry) => source == null || entry.source === source),
  }),
  errorCatalogueEntry: t.field({
    authScopes: { anyone: true },
    type: ErrorCatalogueEntry,
    nullable: true,
    description: 'What a code means; null for one that Rollcall does not answer.',
    args: { code: t.arg.string({ required: true, description: 'The code, or the class of an error as an incident names it.' }) },
    resolve: (_root, { code }) => findErrorEntry(code),
  }),
}));
