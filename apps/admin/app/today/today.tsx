import type { MetaFunction } from '@remix-run/node';
import { Await, useLoaderData } from '@remix-run/react';
import { Suspense } from 'react';
import { pageLoader } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { LiveBadge } from '~/live/live-badge';
import { useLive } from '~/live/live-provider';
import { Day } from '~/ui/day';
import { Page } from '~/ui/page';
import { Board } from './board';
import { AheadCharts, ChartsToCome, NightCharts } from './charts';
import { TodayAhead, TodayBoard, TodayNights } from './documents.server';
import { LastNight } from './last-night';
import { later } from './later.server';

export const meta: MetaFunction = () => [{ title: 'Today · Rollcall' }];

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const [{ attention }, may] = await Promise.all([ask(TodayBoard, { provider: uen }), permissionsAt(ask, uen)]);
  // Charts come after what needs somebody. Without a script nothing can come later: then one asks for the whole page.
  const ahead = may('trainer.read') ? later(ask(TodayAhead, { provider: uen })) : null;
  const nights = may('sync.read') ? later(ask(TodayNights, { provider: uen })) : null;
  if (url.searchParams.has('whole')) await Promise.all([ahead, nights]);
  return { attention, ahead, nights };
});

export default function Today() {
  const { attention, ahead, nights } = useLoaderData<typeof loader>();
  useLive('course-runs', 'incidents', 'chain-runs');
  return (
    <Page title="Today" beside={<LiveBadge />} intro={<Day day={attention.today} />}>
      <Board groups={attention.groups} />
      <LastNight sync={attention.lastSync} freshness={attention.freshness} />
      {(ahead ?? nights) && (
        // Together: charts that came one after the other would push each other down the page.
        <Suspense fallback={<ChartsToCome />}>
          {ahead && <Await resolve={ahead}>{(come) => <AheadCharts ahead={come} />}</Await>}
          {nights && <Await resolve={nights}>{(come) => <NightCharts nights={come} today={attention.today} />}</Await>}
        </Suspense>
      )}
    </Page>
  );
}
