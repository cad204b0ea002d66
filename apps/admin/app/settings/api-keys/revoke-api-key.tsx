import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { Moment } from '~/ui/moment';

const ApiKeyToRevoke = graphql(`
  query ApiKeyToRevoke($id: ID!) {
    node(id: $id) {
      ... on ApiKey {
        name
        start
        lastUsedAt
      }
    }
  }
`);

const RevokeApiKey = graphql(
  `
    mutation RevokeApiKey($input: ApiKeyRevokeInput!) {
      apiKeyRevoke(input: $input) {
        __typename
        ... on ApiKeyRevokeSuccess {
          apiKey {
            name
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Revoke a key · Settings · Rollcall' }];

export const loader = pageLoader(async ({ ask, param }) => {
  const { node } = await ask(ApiKeyToRevoke, { id: param('apiKeyId') });
  if (!node || !('start' in node)) throw notFound('API key');
  return { apiKey: node, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const { apiKeyRevoke } = await ask(RevokeApiKey, {
    input: { apiKeyId: param('apiKeyId'), reason: text('reason'), idempotencyKey: text('idempotencyKey') },
  });
  const outcome = outcomeOf(apiKeyRevoke);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(context, links.apiKeys, { message: `The key “${outcome.done.apiKey.name}” is refused from now on.` });
});

export default function RevokeApiKeyDialog() {
  const { apiKey, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { name, start, lastUsedAt } = apiKey;
  return (
    <ActDialog title={`Revoke “${name}”`} closeTo={links.apiKeys}>
      <ActForm submit="Revoke" danger closeTo={links.apiKeys} actKey={actKey}>
        <p>
          Whatever uses the key <code>{start}…</code> is refused at once. It was used{' '}
          {lastUsedAt ? <Moment at={lastUsedAt} /> : 'never'}. A revoked key does not come back: make another one.
        </p>
        <ReasonField />
      </ActForm>
    </ActDialog>
  );
}
