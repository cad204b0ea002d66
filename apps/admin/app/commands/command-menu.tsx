import { Kbd } from '@mantine/core';
import { Link } from '@remix-run/react';
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useProvider } from '~/shell/provider';
import styles from './command-menu.module.css';
import { isTyping } from './is-typing';

const CommandPalette = lazy(() => import('./command-palette'));
const KeyHelp = lazy(() => import('./key-help'));

/** The way to everything by keyboard: ⌘K or Ctrl+K. A link to the search page where there is no script. */
export function CommandMenu() {
  const { links } = useProvider();
  const [open, setOpen] = useState<'commands' | 'keys' | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen('commands');
      } else if (event.key === '?' && !isTyping(event)) setOpen('keys');
      else if (event.key === '/' && !isTyping(event)) {
        event.preventDefault();
        setOpen('commands');
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const close = () => setOpen(null);
  return (
    <>
      <Link
        to={links.search()}
        className={styles['button'] ?? ''}
        aria-label="Search and commands"
        onClick={(event) => {
          event.preventDefault();
          setOpen('commands');
        }}
      >
        <Search size={16} aria-hidden />
        <span>Search</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </Link>
      <Suspense>
        {open === 'commands' && <CommandPalette onClose={close} onKeys={() => setOpen('keys')} />}
        {open === 'keys' && <KeyHelp onClose={close} />}
      </Suspense>
    </>
  );
}
