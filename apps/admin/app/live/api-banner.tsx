import { useRevalidator } from '@remix-run/react';
import { useEffect, useState } from 'react';
import styles from './api-banner.module.css';
import { useLiveState } from './live-provider';

/** A blink of the connection is nobody's concern. */
const PATIENCE_MS = 3000;

/** Says quietly that the page no longer follows, and since when; the page itself stays as it was. */
export function ApiBanner() {
  const lost = useLiveState() === 'lost';
  const [since, setSince] = useState<Date | null>(null);
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!lost) return setSince(null);
    const began = new Date();
    const timer = setTimeout(() => setSince(began), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  if (!since) return null;
  return (
    <div className={styles['banner']} role="status">
      <span>
        The connection to Rollcall was lost at {since.toLocaleTimeString('en-GB')}. What you see is from before; it is read again
        as soon as the connection is back.
      </span>
      <button type="button" onClick={revalidate} disabled={state === 'loading'}>
        Try now
      </button>
    </div>
  );
}
