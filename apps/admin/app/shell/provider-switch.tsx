import { Link } from '@remix-run/react';
import { ChevronDown } from 'lucide-react';
import { linksOf } from '~/links';
import { DropDown } from '~/ui/drop-down';
import styles from './provider-switch.module.css';

interface Provider {
  uen: string;
  name: string;
}

/** Whose pages these are; a menu where the viewer works for several. */
export function ProviderSwitch({ provider, providers }: { provider: Provider; providers: Provider[] }) {
  const others = providers.filter(({ uen }) => uen !== provider.uen);
  if (others.length === 0) return <span className={styles['name']}>{provider.name}</span>;
  return (
    <DropDown
      label={
        <>
          <span className={styles['name']}>{provider.name}</span>
          <ChevronDown size={14} aria-hidden />
        </>
      }
      title="Change the training provider"
    >
      {others.map(({ uen, name }) => (
        <Link key={uen} to={linksOf(uen).today}>
          {name} <small>{uen}</small>
        </Link>
      ))}
    </DropDown>
  );
}
