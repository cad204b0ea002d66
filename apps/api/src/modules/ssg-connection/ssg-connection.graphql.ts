import { readFileSync } from 'node:fs';
import { onlyWith } from '../../access/guard-field.js';
import { builder } from '../../graphql/builder.js';
import { holdsAtMost } from '../../graphql/check-operation.js';
import { type SsgConnection as Connection, readSsgConnection } from './read-ssg-connection.js';

const SsgMode = builder.enumType('SsgMode', {
  description: 'Which SSG a provider speaks to.',
  values: {
    SIMULATED: { value: 'simulated', description: 'The simulator on this machine: nothing is real.' },
    LIVE: { value: 'live', description: 'The host that is configured.' },
  } as const,
});

const SsgAuthentication = builder.enumType('SsgAuthentication', {
  description: 'How a provider proves itself to SSG (X10).',
  values: {
    CERTIFICATE: { value: 'certificate', description: 'By a client certificate.' },
    OAUTH: { value: 'oauth', description: 'By client id and secret, for a token.' },
    NONE: { value: 'none', description: 'Not at all: there are no credentials.' },
  } as const,
});

const SsgApiVersion = builder.objectRef<Connection['apiVersions'][number]>('SsgApiVersion').implement({
  description: 'The version that an operation is asked for by.',
  fields: (t) => ({
    operation: t.exposeString('operation', { description: 'The operation: `enrolments.search`.' }),
    version: t.exposeString('version', { nullable: true, description: 'Its version; null: none is sent.' }),
  }),
});

const SsgConnection = builder.objectRef<Connection>('SsgConnection').implement({
  description: 'How a provider is connected with SSG, as the installation is set: no secrets, and no files.',
  fields: (t) => ({
    mode: t.field({ type: SsgMode, description: 'Which SSG it is.', resolve: ({ mode }) => mode }),
    host: t.exposeString('host', { description: 'Its host.' }),
    environment: t.exposeString('environment', { description: 'What SSG is told about us: `sandbox` or `production`.' }),
    authentication: t.field({
      type: SsgAuthentication,
      description: 'How the provider proves itself.',
      resolve: ({ authentication }) => authentication,
    }),
    credentialsPresent: t.exposeBoolean('credentialsPresent', {
      description: 'Whether there are credentials, and their files can be read; whether SSG accepts them, `preflightRun` tells.',
    }),
    ownCredentials: t.exposeBoolean('ownCredentials', {
      description: 'Whether they are the provider’s own, and not the installation’s.',
    }),
    encryptionKeyPresent: t.exposeBoolean('encryptionKeyPresent', {
      description: 'Whether there is a key for what SSG wants encrypted; without one plain JSON is spoken.',
    }),
    certificateExpiresAt: t.expose('certificateExpiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the certificate expires; null where there is none that can be read.',
    }),
    rateLimitMs: t.exposeInt('rateLimitMs', { description: 'Milliseconds between two calls to SSG (S0.34).' }),
    apiVersions: t.field({
      type: [SsgApiVersion],
      ...holdsAtMost(50),
      description: 'Operations whose version is set otherwise than by default.',
      resolve: ({ apiVersions }) => apiVersions,
    }),
    remedy: t.exposeString('remedy', { nullable: true, description: 'What to do; null where nothing is missing.' }),
  }),
});

builder.prismaObjectField('TrainingProvider', 'ssgConnection', (t) =>
  t.field({
    ...onlyWith<{ id: string }>('training_provider.read_settings', ({ id }) => id),
    type: SsgConnection,
    nullable: true,
    description:
      'How the provider is connected with SSG. Null with FORBIDDEN for those without `training_provider.read_settings`.',
    select: { uen: true },
    resolve: ({ uen }, _args, { settings, now }) =>
      readSsgConnection({ settings, uen, now: now(), readFile: (file) => readFileSync(file, 'utf8') }),
  }),
);
