import type { HeadersFunction, MetaFunction } from '@remix-run/node';
import { data } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { type ActAnswer, outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { isGlobalIdOf } from '~/api/global-id.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { Revealed } from './revealed';

const LearnerToReveal = graphql(`
  query LearnerToReveal($id: ID!) {
    node(id: $id) {
      __typename
      ... on Learner {
        id
        name
        identifierMasked
      }
    }
  }
`);

const RevealIdentifier = graphql(
  `
    mutation RevealIdentifier($input: LearnerIdentifierRevealInput!) {
      learnerIdentifierReveal(input: $input) {
        __typename
        ... on LearnerIdentifierRevealSuccess {
          identifier
          identifierType
          expiresAt
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Reveal an identifier · Rollcall' }];

/** Nothing keeps the answer; a browser without a script leaves the page by itself when its time is over. */
export const headers: HeadersFunction = ({ actionHeaders, loaderHeaders }) =>
  actionHeaders.has('refresh') ? actionHeaders : loaderHeaders;

export const loader = pageLoader(async ({ ask, param }) => {
  const id = param('learnerId');
  if (!isGlobalIdOf('Learner', id)) throw notFound('such learner');
  const { node } = await ask(LearnerToReveal, { id });
  if (node?.__typename !== 'Learner') throw notFound('such learner');
  return data({ learner: node, actKey: newActKey() }, { headers: { 'cache-control': 'no-store' } });
});

export const action = pageAction(async ({ ask, text, form, param, links }) => {
  const learnerId = param('learnerId');
  const { learnerIdentifierReveal } = await ask(RevealIdentifier, { input: { learnerId, reason: text('reason') } });
  const outcome = outcomeOf(learnerIdentifierReveal);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { identifier, identifierType, expiresAt } = outcome.done;
  const seconds = Math.max(1, Math.ceil((Date.parse(expiresAt) - Date.now()) / 1000));
  return data(
    { revealed: { identifier, identifierType, seconds } },
    { headers: { 'cache-control': 'no-store', refresh: `${seconds}; url=${links.learner(learnerId)}` } },
  );
});

/** Asks why, then shows the identifier for as long as the API allows. It stands in the answer to this form and nowhere else. */
export default function RevealIdentifierDialog() {
  const { learner, actKey } = useLoaderData<typeof loader>();
  const answer = useActionData<
    ActAnswer | { revealed: { identifier: string; identifierType: string | null; seconds: number } }
  >();
  const { links } = useProvider();
  const closeTo = links.learner(learner.id);
  return (
    <ActDialog title={`Identifier of ${learner.name}`} closeTo={closeTo}>
      {answer && 'revealed' in answer ? (
        <Revealed {...answer.revealed} closeTo={closeTo} />
      ) : (
        <>
          <p>
            Shows {learner.identifierMasked ?? 'the identifier'} in the clear for a minute. That you looked, when, and your reason
            are kept in the audit; the identifier is not.
          </p>
          <ActForm submit="Reveal" closeTo={closeTo} actKey={actKey}>
            <ReasonField />
          </ActForm>
        </>
      )}
    </ActDialog>
  );
}
