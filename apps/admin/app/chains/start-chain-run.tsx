import { Checkbox, NativeSelect, Radio, Stack } from '@mantine/core';
import { data, type MetaFunction } from '@remix-run/node';
import { Link, useActionData, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { type ActAnswer, outcomeOf, refused, textsOf } from '~/api/act.server';
import { ActFaultFragment } from '~/api/act-fault';
import { newActKey } from '~/api/act-key.server';
import { notFound } from '~/api/api-fault';
import { graphql } from '~/api/graphql';
import { pageAction, pageLoader } from '~/api/page.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, useTyped } from '~/ui/act-form';
import { Notice } from '~/ui/notice';
import { MODE_WORDS } from './schedule-words';

const ChainToStart = graphql(`
  query ChainToStart($name: String!) {
    chain(name: $name) {
      name
      title
      scope
      modes
      steps {
        name
        title
        prerequisites
      }
    }
  }
`);

const StartChainRun = graphql(
  `
    mutation StartChainRun($input: ChainRunStartInput!) {
      chainRunStart(input: $input) {
        __typename
        ... on ChainRunStartSuccess {
          chainRun {
            number
            reason
            status
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

export const meta: MetaFunction = () => [{ title: 'Run a chain · Rollcall' }];

export const loader = pageLoader(async ({ ask, param, url }) => {
  const { chain } = await ask(ChainToStart, { name: param('chain') });
  if (!chain) throw notFound(`chain ${param('chain')}`, 'Choose one from the list of chains.');
  return { chain, dryRun: url.searchParams.get('dryRun') === '1', actKey: newActKey() };
});

const Mode = z.enum(['FULL', 'INCREMENTAL']);
const Part = z.enum(['all', 'from', 'only']);
const Step = z.string().min(1);

export const action = pageAction(async ({ ask, uen, links, param, form, text, optional, choice, context }) => {
  const name = param('chain');
  const { chain } = await ask(ChainToStart, { name });
  // Without a step the chain would run whole, which nobody asked for.
  const part = optional('part') === null ? 'all' : choice('part', Part);
  const step = part === 'all' ? null : choice('step', Step);
  const { chainRunStart } = await ask(StartChainRun, {
    input: {
      chain: name,
      provider: chain?.scope === 'SYSTEM' ? null : uen,
      mode: optional('mode') === null ? null : choice('mode', Mode),
      dryRun: text('dryRun') === 'on',
      fromStep: part === 'from' ? step : null,
      onlyStep: part === 'only' ? step : null,
    },
  });
  const outcome = outcomeOf(chainRunStart);
  if ('done' in outcome) {
    const { number } = outcome.done.chainRun;
    return redirectWithToast(context, links.chainRun(number), {
      message: `${chain?.title ?? name} was started as run ${number}.`,
      undo: { label: 'Cancel it', action: links.cancelChainRun(number), fields: {} },
    });
  }
  if (chainRunStart.__typename !== 'AlreadyRunningError') return refused(outcome.fault, form);
  return data({ fault: outcome.fault, values: textsOf(form), running: chainRunStart.chainRunNumber }, { status: 409 });
});

/** What to run: how it reads, all or a part, and whether it writes. */
export default function StartChainRunDialog() {
  const { chain, dryRun, actKey } = useLoaderData<typeof loader>();
  const { links, name: providerName } = useProvider();
  const running = useActionData<ActAnswer & { running?: string }>()?.running;
  const sentences = [...new Set(chain.steps.flatMap(({ prerequisites }) => prerequisites))];
  return (
    <ActDialog title={`Run ${chain.title}`} closeTo={links.chains}>
      <p style={{ margin: 0 }}>
        Runs it now for {chain.scope === 'SYSTEM' ? 'the whole installation' : providerName}, beside its schedule.
      </p>
      <ActForm submit="Run" closeTo={links.chains} actKey={actKey}>
        {running && (
          <Notice tone="info">
            <Link to={links.chainRun(running)}>Open run {running}</Link>, which is at work.
          </Notice>
        )}
        <ModeField modes={chain.modes} />
        <PartFields steps={chain.steps} />
        <Checkbox
          name="dryRun"
          label="Dry run: read and plan, write nothing"
          description="The run then tells what it would have changed."
          defaultChecked={useTyped('dryRun', dryRun ? 'on' : '') === 'on'}
        />
        {sentences.length > 0 && <Needs sentences={sentences} />}
      </ActForm>
    </ActDialog>
  );
}

function ModeField({ modes }: { modes: ('FULL' | 'INCREMENTAL')[] }) {
  const [first = 'FULL'] = modes;
  const typed = useTyped('mode', first);
  if (modes.length < 2) return <input type="hidden" name="mode" value={first} />;
  const told = { FULL: 'reads everything', INCREMENTAL: 'reads what changed since the last success' };
  return (
    <Radio.Group name="mode" label="How it reads" defaultValue={typed}>
      <Stack gap="xs" mt={4}>
        {modes.map((mode) => (
          <Radio key={mode} value={mode} label={`${MODE_WORDS[mode]}: ${told[mode]}`} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function PartFields({ steps }: { steps: { name: string; title: string }[] }) {
  const typed = useTyped('part', 'all');
  const step = useTyped('step');
  if (steps.length < 2) return null;
  return (
    <>
      <Radio.Group name="part" label="What to do" defaultValue={typed}>
        <Stack gap="xs" mt={4}>
          <Radio value="all" label="The whole chain" />
          <Radio value="from" label="From one step on, with the newest run’s results before it" />
          <Radio value="only" label="One step alone, with the newest run’s results" />
        </Stack>
      </Radio.Group>
      <NativeSelect
        name="step"
        label="Step"
        description="Counts only where a part is chosen above."
        defaultValue={step}
        data={steps.map(({ name, title }) => ({ value: name, label: title }))}
      />
    </>
  );
}

function Needs({ sentences }: { sentences: string[] }) {
  return (
    <div>
      <p style={{ margin: 0 }}>What must hold, or a step is skipped and says so:</p>
      <ul style={{ margin: 0 }}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}
