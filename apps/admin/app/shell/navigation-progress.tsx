import { useNavigation } from '@remix-run/react';
import styles from './navigation-progress.module.css';

/** A line at the top while the next page takes long. Its style waits a moment: most pages come before anybody would see it. */
export function NavigationProgress() {
  const { state } = useNavigation();
  if (state === 'idle') return null;
  return <div className={styles['line']} role="progressbar" aria-label="The page is loading" />;
}
