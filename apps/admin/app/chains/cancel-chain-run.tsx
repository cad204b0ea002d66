import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, ReasonField } from '~/ui/act-form';
import { readChainRun } from './read-chain-run.server';
import { isActive } from './run-state';

const CancelChainRun = graphql(
  `
    mutation CancelChainRun($input: ChainRunCancelInput!) {
      chainRunCancel(input: $input) {
        __typename
        ... on ChainRunCancelSuccess {
          chainRun {
            number
            status
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Cancel a chain run · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { number, status, steps, chain, chainName } = await readChainRun(page);
  const working = steps.filter((step) => step.status === 'RUNNING').map(({ step }) => titleOf(chain, step));
  return { number, active: isActive(status), working, title: chain?.title ?? chainName, actKey: newActKey() };
});

const titleOf = (chain: { steps: { name: string; title: string }[] } | null, step: string): string =>
  chain?.steps.find(({ name }) => name === step)?.title ?? step;

export const action = pageAction(async (act) => {
  const { ask, links, form, optional } = act;
  // Other providers' runs are not there.
  const { number } = await readChainRun(act);
  const { chainRunCancel } = await ask(CancelChainRun, { input: { chainRunId: number, reason: optional('reason') } });
  const outcome = outcomeOf(chainRunCancel);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { status } = outcome.done.chainRun;
  return redirectWithToast(act.context, links.chainRun(number), {
    message: status === 'CANCELLED' ? `Run ${number} is cancelled.` : `Run ${number} stops at its next safe point.`,
  });
});

export default function CancelChainRunDialog() {
  const { number, active, working, title, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  return (
    <ActDialog title={`Cancel run ${number}: ${title}`} closeTo={links.chainRun(number)}>
      {active ? (
        <p style={{ margin: 0 }}>
          {working.length > 0
            ? `${working.join(' and ')} stops at its next safe point, and nothing after it begins. `
            : 'Nothing more begins. '}
          What was written stays. You can resume it later from where it stopped.
        </p>
      ) : (
        <p style={{ margin: 0 }}>It is over; there is nothing to cancel.</p>
      )}
      <ActForm submit="Stop the run" danger closeTo={links.chainRun(number)} actKey={actKey} disabled={!active}>
        {active && <ReasonField required={false} />}
      </ActForm>
    </ActDialog>
  );
}
