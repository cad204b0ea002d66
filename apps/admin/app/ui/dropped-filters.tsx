import { useLocation } from '@remix-run/react';
import { RESTARTED } from '~/url/search';
import { Notice } from './notice';

/** Says which filters of the address were not understood, and where its page is not there any more. */
export function DroppedFilters({ dropped }: { dropped: { name: string; value: string }[] }) {
  const restarted = new URLSearchParams(useLocation().search).has(RESTARTED);
  if (dropped.length === 0 && !restarted) return null;
  return (
    <>
      {restarted && (
        <Notice tone="warn" title="The page of the list that the address named is not there any more">
          This is the first one.
        </Notice>
      )}
      {dropped.length > 0 && (
        <Notice tone="warn" title="Part of the address was not understood, and does not count">
          {dropped.map(({ name, value }) => `${name}=${value}`).join(', ')}
        </Notice>
      )}
    </>
  );
}
