import { Button } from '@mantine/core';
import { useState } from 'react';
import { Notice } from '~/ui/notice';
import styles from './secret-once.module.css';

/** Something that is told this once and stands on no other page: to be copied now. */
export function SecretOnce({ label, secret, children }: { label: string; secret: string; children: string }) {
  return (
    <Notice tone="warn" title="Copy it now: it is not shown again.">
      <p className={styles['explained']}>{children}</p>
      <CopyField label={label} text={secret} />
    </Notice>
  );
}

/** A text to copy: with a script by a button, without one by selecting it. */
function CopyField({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className={styles['field']}>
      <label>
        {label}
        <input
          readOnly
          value={text}
          autoComplete="off"
          spellCheck={false}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </label>
      <Button type="button" variant="default" className={styles['copy'] ?? ''} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
      <span role="status" className={styles['told']}>
        {copied === false && 'The browser does not allow copying here: select the text and copy it yourself.'}
      </span>
    </div>
  );
}
