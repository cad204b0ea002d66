import { useLoaderData } from '@remix-run/react';
import { type ComponentType, memo, useRef } from 'react';
import { keepSame } from './keep-same';

/**
 * A page that is drawn from what its loader read, its props. The router tells a page of every step of a navigation; a list with
 * many rows would be drawn for nothing before the next one has even come. And of what comes, parts that hold the same as before
 * stay the same objects, so that `memo` knows them: filters whose choices did not change, rows that a nudge changed nothing of.
 */
export function drawnFrom<Loader>(View: ComponentType<ReturnType<typeof useLoaderData<Loader>> & object>) {
  type Props = ReturnType<typeof useLoaderData<Loader>> & object;
  const Drawn = memo(View) as unknown as ComponentType<Props>;
  return function LoadedPage() {
    const loaded = useLoaderData<Loader>() as Props;
    const known = useRef(loaded);
    known.current = keepSame(known.current, loaded);
    return <Drawn {...known.current} />;
  };
}
