import { Button } from '@mantine/core';
import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';

/** A button that acts at once, for what can do no harm. Sent twice, it acts once: its fields have a key. */
export function PostButton({ fields, label, children }: { fields: Record<string, string>; label?: string; children: ReactNode }) {
  const { state, formData } = useNavigation();
  const busy = state !== 'idle' && formData?.get('idempotencyKey') === fields['idempotencyKey'];
  return (
    <Form method="post" preventScrollReset>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" variant="default" size="compact-sm" loading={busy} aria-label={label}>
        {children}
      </Button>
    </Form>
  );
}
