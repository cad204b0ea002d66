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
import { ActForm } from '~/ui/act-form';
import { Notice } from '~/ui/notice';
import { readIncident } from './incident-document.server';

const RequeueIncident = graphql(
  `
    mutation RequeueIncident($input: IncidentRequeueInput!) {
      incidentRequeue(input: $input) {
        __typename
        ... on IncidentRequeueSuccess {
          sentence
          chainRun {
            id
          }
          syncBatch {
            id
          }
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

export const meta: MetaFunction = () => [{ title: 'Try again · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { id, title, remedy, runsTouched, lastChainRun } = await readIncident(page);
  return { incident: { id, title, remedy, runs: runsTouched.length, lastChainRun }, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, form, text, param, links, context }) => {
  const incidentId = param('incidentId');
  const { incidentRequeue } = await ask(RequeueIncident, { input: { incidentId, idempotencyKey: text('idempotencyKey') } });
  const outcome = outcomeOf(incidentRequeue);
  if ('fault' in outcome) return refused(outcome.fault, form);
  const { chainRun, syncBatch, sentence } = outcome.done;
  const to = chainRun ? links.chainRun(chainRun.id) : syncBatch ? links.syncBatch(syncBatch.id) : links.incident(incidentId);
  return redirectWithToast(context, to, { message: sentence });
});

export default function RequeueIncidentDialog() {
  const { incident, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const page = links.incident(incident.id);
  const { lastChainRun: run, runs, remedy } = incident;
  return (
    <ActDialog title="Try again" closeTo={page}>
      <ActForm submit="Try again" closeTo={page} actKey={actKey}>
        <p>
          {run ? `Resumes ${run.chainName} ${run.number} from where it failed. Where that cannot be, it reads` : 'Reads'}{' '}
          {runs === 0 ? 'all runs' : runs === 1 ? 'the run that it touched' : `the ${runs} runs that it touched, or all,`} from
          SSG again.
        </p>
        <p>The incident closes by itself once a chain run does the same work without meeting it.</p>
        {remedy && (
          <Notice tone="warn" title="First">
            {remedy}
          </Notice>
        )}
      </ActForm>
    </ActDialog>
  );
}
