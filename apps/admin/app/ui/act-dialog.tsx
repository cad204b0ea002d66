import { useIsomorphicEffect } from '@mantine/hooks';
import { useNavigate } from '@remix-run/react';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
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
  const isShown = useRef(false);
  const navigate = useNavigate();
  // Before anybody sees it: an Escape that comes earlier would be no dialog's, and be lost.
  useIsomorphicEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const openedFrom = document.activeElement;
    // The server opens it as part of the page; only a script can lift it above the page.
    element.removeAttribute('open');
    element.showModal();
    isShown.current = true;
    return () => {
      isShown.current = false;
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
        // Browsers let nobody prevent a second Escape: the dialog is closed then, and its address must be left all the same.
        onClose={() => isShown.current && leave()}
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
