import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { Form, useNavigation } from '@remix-run/react';
import { Check, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Toast } from './toast';
import styles from './toasts.module.css';

const STAYS_MS = 8000;

/**
 * What was just done, at the foot of the page, read out to screen readers. Without a script it stands there until the next
 * page; with one it goes by itself, unless it holds a warning or the pointer rests on it.
 */
export function Toasts({ toast }: { toast: Toast | null }) {
  const [shown, setShown] = useState<Toast | null>(toast);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (toast) setShown(toast);
  }, [toast]);
  useEffect(() => {
    if (!shown || held || shown.tone === 'warn') return;
    const timer = setTimeout(() => setShown(null), STAYS_MS);
    return () => clearTimeout(timer);
  }, [shown, held]);
  return (
    <div role="status" aria-live="polite" className={styles['place']}>
      {shown && (
        <div
          className={styles['toast']}
          data-tone={shown.tone}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
        >
          {shown.tone === 'warn' ? <TriangleAlert size={18} aria-hidden /> : <Check size={18} aria-hidden />}
          <div className={styles['words']}>
            <Text fw={550}>{shown.message}</Text>
            {shown.notes?.map((note) => (
              <Text key={note} size="sm">
                {note}
              </Text>
            ))}
          </div>
          <Group gap="xs" wrap="nowrap">
            {shown.undo && <Undo undo={shown.undo} onSent={() => setShown(null)} />}
            <ActionIcon variant="subtle" color="gray" aria-label="Close this message" onClick={() => setShown(null)}>
              <X size={16} aria-hidden />
            </ActionIcon>
          </Group>
        </div>
      )}
    </div>
  );
}

function Undo({ undo, onSent }: { undo: NonNullable<Toast['undo']>; onSent: () => void }) {
  const busy = useNavigation().state !== 'idle';
  return (
    <Form method="post" action={undo.action} onSubmit={() => setTimeout(onSent)} preventScrollReset>
      {Object.entries(undo.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" size="compact-sm" variant="default" loading={busy}>
        {undo.label}
      </Button>
    </Form>
  );
}
