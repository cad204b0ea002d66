import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Empty } from '~/ui/empty';

/** What to do where the table is empty. */
export function NoClasses({ filtered, all }: { filtered: boolean; all: boolean }) {
  const { links } = useProvider();
  if (filtered)
    return (
      <Empty title="No class fits these filters.">
        <Link to={links.classes()}>Show all upcoming classes</Link>
        {!all && (
          <>
            {' '}
            or <Link to={links.classes('all=1')}>every class there is</Link>
          </>
        )}
        .
      </Empty>
    );
  return (
    <Empty title="No class starts in the coming days.">
      The nightly sync reads new ones from SSG. <Link to={links.classes('all=1')}>Show every class there is</Link>, or see{' '}
      <Link to={links.chains}>when the next sync runs</Link>.
    </Empty>
  );
}
