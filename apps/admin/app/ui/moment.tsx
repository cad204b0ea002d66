import { useProvider } from '~/shell/provider';
import { longMoment, momentIn } from './format-moment';

/** An instant in the provider's time zone; the pointer shows it in UTC too. */
export function Moment({ at, seconds = false }: { at: string | null | undefined; seconds?: boolean }) {
  const { timeZone } = useProvider();
  if (!at) return <span aria-label="not yet">–</span>;
  return (
    <time dateTime={at} title={longMoment(at, timeZone)} suppressHydrationWarning>
      {momentIn(at, timeZone, seconds)}
    </time>
  );
}
