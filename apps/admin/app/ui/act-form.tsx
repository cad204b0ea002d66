import { Button } from '@mantine/core';
import { Form, Link, useActionData, useNavigation } from '@remix-run/react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { ActAnswer } from '~/api/act.server';
import styles from './act-form.module.css';
import { FaultNotice } from './fault-notice';

interface ActFormProps {
  /** What the button says it does: a verb. */
  submit: string;
  /** Where one goes who decides otherwise. Left out where the form is a page's own. */
  closeTo?: string;
  /** Red for what cannot be taken back. */
  danger?: boolean;
  /** A new key per opening of the form: sent twice, the act happens once. */
  actKey: string;
  /** The version that was shown, where the act is about one row. */
  version?: number;
  /** Asks before it is sent; only with a script. */
  disabled?: boolean;
  children?: ReactNode;
  /** Other buttons, each with `name="intent"`. */
  more?: ReactNode;
}

/**
 * The form of an act: posts to its own route, shows a refusal with its remedy above the fields, keeps what was typed. When
 * somebody was faster it says what changed, and the next try counts from there.
 */
export function ActForm({ submit, closeTo, danger = false, actKey, version, disabled = false, children, more }: ActFormProps) {
  const answer = useActionData<ActAnswer>();
  const { state, formMethod } = useNavigation();
  const busy = state !== 'idle' && formMethod === 'POST';
  const [key] = useState(actKey);
  const [shownVersion, setShownVersion] = useState(version);
  const currentVersion = answer?.fault?.currentVersion;
  useEffect(() => {
    if (currentVersion !== undefined) setShownVersion(currentVersion);
  }, [currentVersion]);
  return (
    <Form method="post" preventScrollReset className={styles['form']}>
      <input type="hidden" name="idempotencyKey" value={answer ? `${key}-${currentVersion ?? 'again'}` : key} />
      {shownVersion !== undefined && <input type="hidden" name="expectedVersion" value={currentVersion ?? shownVersion} />}
      {answer?.fault && <FaultNotice fault={answer.fault} changes={answer.changes ?? []} />}
      {children}
      <div className={styles['buttons']}>
        {closeTo && (
          <Link to={closeTo} preventScrollReset className={styles['cancel']}>
            Cancel
          </Link>
        )}
        {more}
        <Button type="submit" color={danger ? 'red' : undefined} loading={busy} disabled={disabled}>
          {submit}
        </Button>
      </div>
    </Form>
  );
}

/** What was typed before the form was refused, else what stands there now. */
export function useTyped(name: string, now = ''): string {
  return useActionData<ActAnswer>()?.values?.[name] ?? now;
}

/** The refusal's sentence where it is about this field; for a field's `error`. */
export function useFieldFault(name: string): string | undefined {
  const fault = useActionData<ActAnswer>()?.fault;
  return fault?.path.at(-1) === name ? fault.message : undefined;
}

/** A field for the reason of an act, 3 to 500 characters, which the audit keeps. */
export function ReasonField({ required = true, label = 'Reason' }: { required?: boolean; label?: string }) {
  const id = useId();
  const typed = useTyped('reason');
  const fault = useFieldFault('reason');
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>
        {label}
        {!required && <span> (optional)</span>}
      </label>
      <textarea
        id={id}
        name="reason"
        rows={2}
        required={required}
        minLength={3}
        maxLength={500}
        defaultValue={typed}
        aria-invalid={fault ? true : undefined}
        aria-describedby={`${id}-hint`}
      />
      <p id={`${id}-hint`}>{fault ?? 'Kept in the audit. No NRIC or FIN, please.'}</p>
    </div>
  );
}
