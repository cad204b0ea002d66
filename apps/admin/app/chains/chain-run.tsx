import type { MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Page } from '~/ui/page';
import { Section } from '~/ui/section';
import { StatusBadge } from '~/ui/status-badge';
import { ToneBadge } from '~/ui/tone-badge';
import { readFilters } from '~/url/read-filters';
import { statusWord } from '~/words/status-words';
import { ChainRunActs } from './chain-run-acts';
import { ChainRunHead } from './chain-run-head';
import { ChainRunNotices } from './chain-run-notices';
import { EventLog } from './event-log';
import { readChainRun, readEvents } from './read-chain-run.server';
import { isActive } from './run-state';
import { StepGraph } from './step-graph';
import { StepList } from './step-list';

const Filters = z.object({
  step: z.string().max(50).optional(),
  until: z.coerce.number().int().min(1).max(2_000_000_000).optional(),
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Run ${data.run.number}: ${data.run.chain?.title ?? data.run.chainName} · Rollcall` : 'Chain run · Rollcall' },
];

export const loader = pageLoader(async (page) => {
  const { values, dropped } = readFilters(Filters, page.url);
  const run = await readChainRun(page);
  const until = values.until ?? Number.MAX_SAFE_INTEGER;
  const { events, older } = await readEvents(page, { id: run.id, total: run.events.totalCount, until });
  const shown = values.step ? events.filter(({ step }) => step === values.step) : events;
  return { run, events: shown, older, filters: values, dropped, now: new Date().toISOString() };
});

/** One run: how it stands, each step of it, and what happened, live while it is at work. */
export default function ChainRun() {
  const { run, events, older, filters, dropped, now } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const active = isActive(run.status);
  useLive(...(active ? [`chain-run:${run.id}` as const] : []));
  const title = run.chain?.title ?? run.chainName;
  const titles = new Map(run.chain?.steps.map((step) => [step.name, step.title]));
  const declared = new Map(run.chain?.steps.map((step) => [step.name, step]));
  const drawn = run.steps.map((step) => ({
    name: step.step,
    title: titles.get(step.step) ?? step.step,
    tier: step.tier,
    required: step.required,
    needs: declared.get(step.step)?.needs ?? [],
    facts: step,
  }));
  return (
    <Page
      title={`Run ${run.number}: ${title}`}
      back={{ to: links.chainRuns(), label: 'Chain runs' }}
      beside={
        <>
          <StatusBadge kind="chainRun" value={run.status} />
          {run.dryRun && <ToneBadge tone="accent">Dry run</ToneBadge>}
          <LiveBadge />
        </>
      }
      actions={<ChainRunActs run={run} />}
    >
      <p className="visually-hidden" role="status">
        {statusWord('chainRun', run.status).label}: {run.progress.done} of {run.progress.steps} steps done.
      </p>
      <DroppedFilters dropped={dropped} />
      <ChainRunNotices run={run} titles={titles} />
      <ChainRunHead run={run} now={now} />
      {run.steps.length > 0 && (
        <Section title="Steps" id="steps">
          <StepGraph label={`Steps of ${title}`} steps={drawn} />
          <StepList steps={run.steps} titles={titles} />
        </Section>
      )}
      <EventLog
        events={events}
        total={run.events.totalCount}
        older={older}
        step={filters.step ?? ''}
        until={filters.until ?? null}
        steps={run.steps.map(({ step }) => ({ value: step, label: titles.get(step) ?? step }))}
      />
      <Outlet />
    </Page>
  );
}
