import { useNavigate } from '@remix-run/react';
import { useEffect, useState } from 'react';
import styles from './revealed.module.css';

/**
 * An identifier in the clear, and how long it still stands there. When the time is over the dialog closes, and with it goes the
 * only copy. Without a script the answer's own header leads away.
 */
export function Revealed({
  identifier,
  identifierType,
  seconds,
  closeTo,
}: {
  identifier: string;
  identifierType: string | null;
  seconds: number;
  closeTo: string;
}) {
  const navigate = useNavigate();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = performance.now() + seconds * 1000;
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((end - performance.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [seconds]);
  useEffect(() => {
    if (left === 0) navigate(closeTo, { replace: true, preventScrollReset: true });
  }, [left, navigate, closeTo]);
  return (
    <div className={styles['revealed']}>
      <p>{identifierType ?? 'Identifier'}</p>
      <p className={styles['identifier']}>{left > 0 ? identifier : '•••••••••'}</p>
      <p>
        <span aria-hidden>Gone in {left === 1 ? '1 second' : `${left} seconds`}.</span>
        <span className="visually-hidden">It is shown for {seconds} seconds, then this dialog closes.</span>
      </p>
    </div>
  );
}
