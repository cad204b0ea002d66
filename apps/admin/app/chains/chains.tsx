import type { MetaFunction } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { pageLoader } from '~/api/page.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Empty } from '~/ui/empty';
import { Page } from '~/ui/page';
import { readFilters } from '~/url/read-filters';
import { ChainSection } from './chain-section';
import { OverlapSection } from './overlap-section';
import { readChains } from './read-chains.server';
import { ScheduleSection } from './schedule-section';

const Filters = z.object({ days: z.enum(['1', '7']).default('1') });

export const meta: MetaFunction = () => [{ title: 'Chains · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const { values, dropped } = readFilters(Filters, page.url);
  const hours = Number(values.days) * 24;
  return { hours, dropped, now: new Date().toISOString(), chains: await readChains(page, hours) };
});

/** What runs by itself: the chains with their last runs, when they run, and where they get in each other's way. */
export default function Chains() {
  const { chains, hours, now, dropped } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  useLive('chain-runs');
  return (
    <Page
      title="Chains"
      beside={<LiveBadge />}
      intro="What Rollcall does by itself, step by step: nightly sync, class activation and the rest."
      actions={<ActLink to={links.chainRuns()}>All runs</ActLink>}
    >
      <DroppedFilters dropped={dropped} />
      {chains.length === 0 && <Empty title="No chains here.">This installation declares none that you may see.</Empty>}
      {chains.map((chain) => (
        <ChainSection key={chain.name} chain={chain} />
      ))}
      <OverlapSection chains={chains} hours={hours} now={now} />
      <ScheduleSection chains={chains} />
      <Outlet />
    </Page>
  );
}
