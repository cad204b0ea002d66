import { Kbd } from '@mantine/core';
import { useEffect, useRef } from 'react';
import styles from './key-help.module.css';

const KEYS: [string[], string][] = [
  [['Ctrl', 'K'], 'Search and commands (⌘ K on a Mac); also /'],
  [['j'], 'Next row'],
  [['k'], 'Previous row'],
  [['x'], 'Select the row'],
  [['e'], 'Open the row'],
  [['Esc'], 'Close what is open'],
  [['?'], 'This help'],
];

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles['help']} aria-labelledby="key-help" onClose={onClose}>
      <h2 id="key-help">Keyboard</h2>
      <dl>
        {KEYS.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
