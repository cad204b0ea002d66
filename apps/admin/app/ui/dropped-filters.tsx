import { Notice } from './notice';

/** Says which filters of the address were not understood. */
export function DroppedFilters({ dropped }: { dropped: { name: string; value: string }[] }) {
  if (dropped.length === 0) return null;
  return (
    <Notice tone="warn" title="Part of the address was not understood, and does not count">
      {dropped.map(({ name, value }) => `${name}=${value}`).join(', ')}
    </Notice>
  );
}
