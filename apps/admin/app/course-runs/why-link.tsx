import { Link } from '@remix-run/react';
import { CircleHelp } from 'lucide-react';
import { useProvider } from '~/shell/provider';
import styles from './why-link.module.css';

/** Leads to why a value is so. Nothing for those who may not see where values come from. */
export function WhyLink({
  ssgRunId,
  entityId,
  field,
  what,
}: {
  ssgRunId: string;
  entityId: string;
  field: string;
  what: string;
}) {
  const { links, may } = useProvider();
  if (!may('change.read')) return null;
  const title = `Why is this ${what} so?`;
  return (
    <Link to={links.why(ssgRunId, entityId, field)} preventScrollReset className={styles['why']} title={title} aria-label={title}>
      <CircleHelp size={15} aria-hidden />
    </Link>
  );
}
