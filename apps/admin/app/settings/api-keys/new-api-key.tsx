import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { useProvider } from '~/shell/provider';
import { ActForm, useFieldFault, useTyped } from '~/ui/act-form';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { Section } from '~/ui/section';
import { BackLink } from '../back-link';
import { CheckList } from '../check-list';
import { onceOnly } from '../once-only.server';
import { refusedWithTicks } from '../refused-with-ticks.server';
import { SecretOnce } from '../secret-once';
import { SettingsForm } from '../settings-form';
import styles from './api-keys.module.css';
import { expiryAfter, KEY_DAYS } from './expiry';
import { scopeGroups, scopesIn } from './scopes.server';

const CreateApiKey = graphql(
  `
    mutation CreateApiKey($input: ApiKeyCreateInput!) {
      apiKeyCreate(input: $input) {
        __typename
        ... on ApiKeyCreateSuccess {
          key
          notice
          apiKey {
            name
            expiresAt
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

interface Made {
  made?: { name: string; key: string | null; notice: string; expiresAt: string | null };
}

export const meta: MetaFunction = () => [{ title: 'New API key · Settings · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen }) => ({
  groups: scopeGroups(await permissionsAt(ask, uen)),
  actKey: newActKey(),
}));

export const action = pageAction(async ({ ask, uen, form, text, choice }) => {
  const days = choice('days', z.enum(KEY_DAYS));
  const { apiKeyCreate } = await ask(CreateApiKey, {
    input: {
      provider: uen,
      name: text('name'),
      scopes: scopesIn(form),
      expiresAt: expiryAfter(Number(days), Date.now()),
      idempotencyKey: text('idempotencyKey'),
    },
  });
  const outcome = outcomeOf(apiKeyCreate);
  if ('fault' in outcome) return refusedWithTicks(outcome.fault, form, 'scopes');
  const { key, notice, apiKey } = outcome.done;
  return onceOnly({ made: { name: apiKey.name, key, notice, expiresAt: apiKey.expiresAt } });
});

export default function NewApiKeyPage() {
  const made = useActionData<Made>()?.made;
  const { links } = useProvider();
  return (
    <>
      <BackLink to={links.apiKeys}>API keys</BackLink>
      <Section title={made ? `The key “${made.name}”` : 'New API key'}>{made ? <MadeKey made={made} /> : <KeyForm />}</Section>
    </>
  );
}

function MadeKey({ made: { key, notice, expiresAt } }: { made: NonNullable<Made['made']> }) {
  const { links } = useProvider();
  return (
    <SettingsForm>
      {key ? (
        <SecretOnce label="API key" secret={key}>
          {notice}
        </SecretOnce>
      ) : (
        <Notice tone="warn" title="The key was made before, and told then.">
          Where it was not kept, revoke it and make another one.
        </Notice>
      )}
      {expiresAt && (
        <p>
          It is good until <Moment at={expiresAt} />.
        </p>
      )}
      <div>
        <Button component={Link} to={links.apiKeys} variant="default">
          I have kept it
        </Button>
      </div>
    </SettingsForm>
  );
}

function KeyForm() {
  const { groups, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  return (
    <ActForm submit="Make the key" closeTo={links.apiKeys} actKey={actKey}>
      <SettingsForm>
        <TextInput
          name="name"
          label="Name"
          description="What it is for, so that it is known again in the audit."
          required
          maxLength={100}
          defaultValue={useTyped('name')}
          error={useFieldFault('name')}
        />
        <NativeSelect
          name="days"
          label="Good for"
          defaultValue={useTyped('days', '90')}
          data={KEY_DAYS.map((value) => ({ value, label: `${value} days` }))}
          error={useFieldFault('expiresAt')}
        />
      </SettingsForm>
      <p>What it may do: no more than its machine needs.</p>
      <div className={styles['groups']}>
        {groups.map(({ title, choices }) => (
          <CheckList key={title} legend={title} name="scopes" choices={choices} ticked={[]} />
        ))}
      </div>
    </ActForm>
  );
}
