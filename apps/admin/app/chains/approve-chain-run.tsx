import { Button, Textarea } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { outcomeOf, refused } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { type PageRequest, pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, useFieldFault, useTyped } from '~/ui/act-form';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import { ApprovalFragment } from './approval-fragment';
import { ApprovalSamples } from './approval-samples';

const ApprovalOfRun = graphql(
  `
    query ApprovalOfRun($id: ID!) {
      chainRun(id: $id) {
        id
        number
        chainName
        provider {
          uen
        }
        chain {
          title
          steps {
            name
            title
          }
        }
        waitingApproval {
          ...Approval
        }
      }
    }
  `,
  [ApprovalFragment],
);

const DecideChainRun = graphql(
  `
    mutation DecideChainRun($input: ChainRunApproveInput!) {
      chainRunApprove(input: $input) {
        __typename
        ... on ChainRunApproveSuccess {
          chainRun {
            number
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

async function readApproval({ ask, uen, param }: PageRequest) {
  const { chainRun } = await ask(ApprovalOfRun, { id: param('chainRunId') });
  if (!chainRun || (chainRun.provider !== null && chainRun.provider.uen !== uen)) throw notFound('chain run');
  return chainRun;
}

export const meta: MetaFunction = () => [{ title: 'Decide about a chain run · Rollcall' }];

export const loader = pageLoader(async (page) => ({ run: await readApproval(page), actKey: newActKey() }));

export const action = pageAction(async (act) => {
  const { ask, links, form, text, optional } = act;
  const { number, waitingApproval } = await readApproval(act);
  // What was looked at must be what is decided: the plan is made anew while somebody thinks.
  if (waitingApproval && waitingApproval.requestedAt !== text('requestedAt')) return refused(CHANGED, form);
  const decision = text('intent') === 'reject' ? 'REJECT' : 'APPROVE';
  const { chainRunApprove } = await ask(DecideChainRun, { input: { chainRunId: number, decision, note: optional('note') } });
  const outcome = outcomeOf(chainRunApprove);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(act.context, links.chainRun(number), {
    message: decision === 'APPROVE' ? `Approved: run ${number} goes on.` : `Rejected: run ${number} goes on without it.`,
  });
});

const CHANGED = {
  code: 'STALE',
  message: 'What waits here has changed since you opened it.',
  remedy: 'Look at it again below, then decide.',
  path: [],
};

/** The risk in a sentence, the counts, the first of what would change; then a person decides. */
export default function ApproveChainRunDialog() {
  const { run, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const { number, waitingApproval: approval, chain, chainName } = run;
  const closeTo = links.chainRun(number);
  const title = `Decide about run ${number}: ${chain?.title ?? chainName}`;
  const note = useTyped('note');
  const noteFault = useFieldFault('note');
  if (!approval)
    return (
      <ActDialog title={title} closeTo={closeTo}>
        <Notice tone="info" title="Nothing waits here any more.">
          Somebody has decided, or the plan needs no approval now.
        </Notice>
      </ActDialog>
    );
  const { counts, sentence, requestedAt, samples, step } = approval;
  return (
    <ActDialog title={title} closeTo={closeTo} wide>
      <Notice tone="warn" title={sentence}>
        {chain?.steps.find(({ name }) => name === step)?.title ?? step} asked at <Moment at={requestedAt} />. Of{' '}
        {counts.touched.toLocaleString('en-GB')} enrolments looked at, {counts.cancels.toLocaleString('en-GB')} would become
        cancelled; {counts.removals.toLocaleString('en-GB')} rows would be taken out of use.
      </Notice>
      <ApprovalSamples samples={samples} total={counts.cancels + counts.removals} />
      <p style={{ margin: 0 }}>
        Approve: the step reads and plans again, and writes as long as it is no more than this. Reject: the step is cancelled,
        nothing of it is written, and the run goes on without it. An incomplete answer of SSG looks just like this: if the number
        surprises you, reject, and look at SSG first.
      </p>
      <ActForm
        key={requestedAt}
        submit="Approve"
        closeTo={closeTo}
        actKey={actKey}
        more={
          <Button type="submit" name="intent" value="reject" variant="default">
            Reject
          </Button>
        }
      >
        <input type="hidden" name="requestedAt" value={requestedAt} />
        <Textarea
          name="note"
          label="Note (optional)"
          description="Kept with the decision. No NRIC or FIN, please."
          rows={2}
          maxLength={500}
          defaultValue={note}
          error={noteFault}
        />
      </ActForm>
    </ActDialog>
  );
}
