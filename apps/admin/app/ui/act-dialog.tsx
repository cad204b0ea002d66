import { useNavigate } from '@remix-run/react';
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './act-dialog.module.css';

/**
 * A dialog with an address of its own, so that it can be opened without a script, linked to, and left with the browser's
 * back. Its route stands below the page it lies on. With a script it holds the keyboard, and Escape leaves it.
 */
export function ActDialog({
  title,
  closeTo,
  wide = false,
  children,
}: {
  title: ReactNode;
  closeTo: string;
  wide?: boolean;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const navigate = useNavigate();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const openedFrom = document.activeElement;
    // The server opens it as part of the page; only a script can lift it above the page.
    element.close();
    element.showModal();
    return () => {
      element.close();
      if (openedFrom instanceof HTMLElement) openedFrom.focus();
    };
  }, []);
  const leave = () => navigate(closeTo, { preventScrollReset: true });
  return (
    <>
      <div className={styles['veil']} aria-hidden />
      <dialog
        ref={dialog}
        open
        className={styles['dialog']}
        data-wide={wide}
        aria-labelledby="dialog-title"
        onCancel={(event) => {
          event.preventDefault();
          leave();
        }}
      >
        <header className={styles['head']}>
          <h2 id="dialog-title">{title}</h2>
          <a
            href={closeTo}
            aria-label="Close"
            className={styles['close']}
            onClick={(event) => {
              event.preventDefault();
              leave();
            }}
          >
            <X size={18} aria-hidden />
          </a>
        </header>
        <div className={styles['body']}>{children}</div>
      </dialog>
    </>
  );
}
