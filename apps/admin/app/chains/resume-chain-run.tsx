import { Anchor, Button, NativeSelect } from '@mantine/core';
import { data, type MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react';
import { type ActAnswer, outcomeOf, refused, textsOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm } from '~/ui/act-form';
import { Notice } from '~/ui/notice';
import { readChainRun } from './read-chain-run.server';
import { ResumePreview } from './resume-preview';
import styles from './resume-preview.module.css';
import { ResumePreviewFragment } from './resume-preview-fragment';

const PreviewResume = graphql(
  `
    query PreviewResume($id: ID!, $fromStep: String, $all: Boolean) {
      chainRun(id: $id) {
        resumePreview(fromStep: $fromStep, all: $all) {
          ...ResumePreview
        }
      }
    }
  `,
  [ResumePreviewFragment],
);

const ResumeChainRun = graphql(
  `
    mutation ResumeChainRun($input: ChainRunResumeInput!) {
      chainRunResume(input: $input) {
        __typename
        ... on ChainRunResumeSuccess {
          chainRun {
            number
          }
        }
        ... on AlreadyRunningError {
          chainRunNumber
        }
        ...ActFault
      }
    }
  `,
  [ActFaultFragment],
);

/** In `?from=` and in the form: the failed step, everything, or a step by its name. */
const FAILURE = 'failure';
const ALL = 'all';
const beginningOf = (from: string) => ({
  fromStep: from === FAILURE || from === ALL ? null : from,
  all: from === ALL,
});

export const meta: MetaFunction = () => [{ title: 'Resume a chain run · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const run = await readChainRun(page);
  const wanted = page.url.searchParams.get('from');
  const from = wanted?.slice(0, 50) || (run.status === 'COMPLETED' ? (run.steps[0]?.step ?? ALL) : FAILURE);
  const { chainRun } = await page.ask(PreviewResume, { id: run.id, ...beginningOf(from) });
  if (!chainRun) throw notFound('chain run');
  const titles = Object.fromEntries(run.chain?.steps.map(({ name, title }) => [name, title]) ?? []);
  const { number, chainName, status } = run;
  const chain = { name: chainName, title: run.chain?.title ?? chainName };
  return { number, status, chain, from, titles, preview: chainRun.resumePreview, actKey: newActKey() };
});

export const action = pageAction(async (act) => {
  const { ask, links, form, text } = act;
  const { number } = await readChainRun(act);
  const { chainRunResume } = await ask(ResumeChainRun, {
    input: { chainRunId: number, ...beginningOf(text('from') || FAILURE) },
  });
  const outcome = outcomeOf(chainRunResume);
  if ('done' in outcome) {
    const resumed = outcome.done.chainRun.number;
    return redirectWithToast(act.context, links.chainRun(resumed), {
      message: `Run ${number} is resumed as run ${resumed}.`,
      undo: { label: 'Cancel it', action: links.cancelChainRun(resumed), fields: {} },
    });
  }
  if (chainRunResume.__typename !== 'AlreadyRunningError') return refused(outcome.fault, form);
  return data({ fault: outcome.fault, values: textsOf(form), running: chainRunResume.chainRunNumber }, { status: 409 });
});

/** Says what a resumption would use again, do again and leave out, before it is begun. */
export default function ResumeChainRunDialog() {
  const { number, chain, from, titles, preview, status, actKey } = useLoaderData<typeof loader>();
  const { links, may } = useProvider();
  const running = useActionData<ActAnswer & { running?: string }>()?.running;
  const choices = [
    ...(status === 'COMPLETED' ? [] : [{ value: FAILURE, label: 'Where it stopped' }]),
    ...Object.entries(titles).map(([value, label]) => ({ value, label })),
    { value: ALL, label: 'The beginning: everything again' },
  ];
  return (
    <ActDialog title={`Resume run ${number}: ${chain.title}`} closeTo={links.chainRun(number)} wide>
      <Form method="get" preventScrollReset className={styles['choice']}>
        <NativeSelect
          name="from"
          label="Begin at"
          defaultValue={from}
          data={choices}
          onChange={({ currentTarget }) => currentTarget.form?.requestSubmit()}
        />
        <Button type="submit" variant="default" className={styles['withoutScript']}>
          Show
        </Button>
      </Form>
      <ResumePreview preview={preview} titles={titles} />
      {preview.verdict === 'FULL_RUN_OFFERED' && may('chain_run.start') && (
        <p style={{ margin: 0 }}>
          <Anchor component={Link} to={links.startChain(chain.name)} inherit>
            Run {chain.title} anew
          </Anchor>
        </p>
      )}
      <ActForm submit="Resume" closeTo={links.chainRun(number)} actKey={actKey} disabled={preview.verdict !== 'RESUME'}>
        <input type="hidden" name="from" value={from} />
        {running && (
          <Notice tone="info">
            <Link to={links.chainRun(running)}>Open run {running}</Link>, which is at work.
          </Notice>
        )}
      </ActForm>
    </ActDialog>
  );
}
