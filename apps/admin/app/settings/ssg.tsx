import { Button } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActFault, outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { notFound } from '~/api/api-fault';
import { createAsk } from '~/api/ask.server';
import { graphql, type ResultOf } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { Facts } from '~/ui/facts';
import { FaultNotice } from '~/ui/fault-notice';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import { type PreflightCheck, PreflightChecks } from './preflight-checks';
import styles from './previews.module.css';

const SsgConnection = graphql(`
  query SettingsSsg($uen: String!) {
    trainingProvider(uen: $uen) {
      ssgConnection {
        mode
        host
        environment
        authentication
        credentialsPresent
        ownCredentials
        encryptionKeyPresent
        certificateExpiresAt
        rateLimitMs
        remedy
        apiVersions {
          operation
          version
        }
      }
    }
  }
`);

const Preflight = graphql(
  `
    mutation SettingsPreflight($input: PreflightRunInput!) {
      preflightRun(input: $input) {
        __typename
        ... on PreflightRunSuccess {
          ok
          checks {
            name
            title
            status
            message
            remedy
            durationMs
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

/** The checks wait for SSG themselves: up to half a minute where it does not answer. */
const PATIENCE_MS = 45_000;

export const meta: MetaFunction = () => [{ title: 'SSG connection · Settings · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen }) => {
  const { trainingProvider } = await ask(SsgConnection, { uen });
  if (!trainingProvider?.ssgConnection) throw notFound('connection with SSG');
  return { connection: trainingProvider.ssgConnection };
});

export const action = pageAction(async ({ request, context, uen, form }) => {
  const { preflightRun } = await createAsk(request, context, PATIENCE_MS)(Preflight, { input: { provider: uen } });
  const outcome = outcomeOf(preflightRun);
  return 'fault' in outcome ? refused(outcome.fault, form) : { ok: outcome.done.ok, checks: outcome.done.checks };
});

export default function SsgPage() {
  const { connection } = useLoaderData<typeof loader>();
  const answer = useActionData<{ fault?: ActFault; ok?: boolean; checks?: PreflightCheck[] }>();
  const busy = useNavigation().formMethod === 'POST';
  const { may } = useProvider();
  return (
    <>
      <Section title="SSG connection">
        <div className={styles['preview']}>
          {connection.remedy && (
            <Notice tone="warn" title="Something is missing">
              {connection.remedy}
            </Notice>
          )}
          <ConnectionFacts connection={connection} />
        </div>
      </Section>
      <Section title="Checks">
        <div className={styles['preview']}>
          <p className={styles['sentence']}>
            Whether the database, SSG, the credentials, the encryption and the clock are as a sync needs them. Takes up to half a
            minute where SSG does not answer; nothing is changed.
          </p>
          {answer?.fault && <FaultNotice fault={answer.fault} />}
          {may('course_run.sync') && (
            <Form method="post" preventScrollReset>
              <Button type="submit" loading={busy}>
                {answer?.checks ? 'Check again' : 'Check now'}
              </Button>
            </Form>
          )}
          {answer?.checks && <PreflightChecks ok={answer.ok ?? false} checks={answer.checks} />}
        </div>
      </Section>
    </>
  );
}

const AUTHENTICATION = { CERTIFICATE: 'client certificate', OAUTH: 'client id and secret (OAuth)', NONE: 'none' };

type Connection = NonNullable<NonNullable<ResultOf<typeof SsgConnection>['trainingProvider']>['ssgConnection']>;

function ConnectionFacts({ connection }: { connection: Connection }) {
  const { mode, credentialsPresent, ownCredentials, certificateExpiresAt, apiVersions } = connection;
  return (
    <Facts
      facts={[
        { term: 'SSG', value: mode === 'SIMULATED' ? 'the simulator on this machine: nothing is real' : 'the real one' },
        { term: 'Host', value: connection.host },
        { term: 'Environment told to SSG', value: connection.environment },
        { term: 'Authentication', value: AUTHENTICATION[connection.authentication] },
        {
          term: 'Credentials',
          value: credentialsPresent ? (ownCredentials ? 'the provider’s own' : 'the installation’s') : 'none',
        },
        { term: 'Certificate expires', value: certificateExpiresAt && <Moment at={certificateExpiresAt} /> },
        { term: 'Encryption key', value: connection.encryptionKeyPresent ? 'there' : 'none: plain JSON is spoken' },
        { term: 'Pace', value: `one call every ${connection.rateLimitMs} ms` },
        ...(apiVersions.length > 0
          ? [
              {
                term: 'Versions set otherwise',
                value: apiVersions.map(({ operation, version }) => `${operation} ${version ?? 'none'}`).join(', '),
              },
            ]
          : []),
      ]}
    />
  );
}
