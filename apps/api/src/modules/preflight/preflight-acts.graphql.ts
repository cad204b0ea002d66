import { actResult, answerAct } from '../../graphql/act-result.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { principalOf } from '../../graphql/context.js';
import type { PreflightCheck as Check } from './check.js';
import { checkProvider } from './check-provider.js';

/** What each check is for, in the words of a page. */
const TITLES: Record<Check['name'], string> = {
  database: 'The database answers',
  migrations: 'The database is up to date',
  provider: 'The provider is known',
  'SSG credentials': 'SSG accepts the credentials',
  encryption: 'Rollcall and SSG can read each other',
  clock: 'The clock is right',
};

const PreflightStatus = builder.enumType('PreflightStatus', {
  description: 'What a check found.',
  values: {
    PASSED: { value: 'ok', description: 'It works.' },
    WARNING: { value: 'warning', description: 'It works, or could not be told; look at it.' },
    FAILED: { value: 'failed', description: 'It does not work, and a sync will not either.' },
    SKIPPED: { value: 'skipped', description: 'Not checked, because of a check before it.' },
  } as const,
});

const PreflightCheck = builder.objectRef<Check>('PreflightCheck').implement({
  description: 'One thing that must work before a sync can.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, as the command line has it.' }),
    title: t.string({ description: 'What it is about, for people.', resolve: ({ name }) => TITLES[name] }),
    status: t.field({ type: PreflightStatus, description: 'What it found.', resolve: ({ status }) => status }),
    message: t.exposeString('message', { description: 'What it found, in a sentence.' }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do next; null where nothing is wrong.' }),
    durationMs: t.exposeInt('durationMs', { description: 'How long it took, in milliseconds; 0 where it was not done.' }),
  }),
});

const PreflightRunSuccess = builder.objectRef<{ checks: Check[] }>('PreflightRunSuccess').implement({
  description: 'The checks were made; whether they passed is another matter.',
  fields: (t) => ({
    ok: t.boolean({
      description: 'Whether none failed; there may be warnings.',
      resolve: ({ checks }) => checks.every(({ status }) => status === 'ok' || status === 'warning'),
    }),
    checks: t.field({
      type: [PreflightCheck],
      ...holdsAtMost(Object.keys(TITLES).length),
      description: 'The checks, in the order in which one thing needs the other.',
      resolve: ({ checks }) => checks,
    }),
  }),
});

const PreflightRunInput = builder.inputType('PreflightRunInput', {
  description: 'Which provider to check for.',
  fields: (t) => ({ provider: t.string({ required: true, description: 'UEN of the provider.' }) }),
});

builder.mutationField('preflightRun', (t) =>
  t.field({
    authScopes: { may: 'course_run.sync' },
    type: actResult('PreflightRunResult', { name: 'PreflightRunSuccess', ref: PreflightRunSuccess }, [
      'NOT_FOUND',
      'REFUSED',
      'FORBIDDEN',
    ]),
    description:
      'Checks what a sync of the provider needs: database, credentials, encryption, clock (S1.21). Takes up to half a minute where SSG does not answer. Refused while the checks are being made. There is no idempotency key: nothing is changed.',
    args: { input: t.arg({ type: PreflightRunInput, required: true, description: 'Which provider.' }) },
    resolve: (_root, { input: { provider } }, context) =>
      answerAct(() => {
        const { database, settings, ssg, now, requestId: correlationId } = context;
        return checkProvider({ database, settings, ssg, now, correlationId }, { by: principalOf(context), provider });
      }),
  }),
);
