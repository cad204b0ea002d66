import { Button } from '@mantine/core';
import { Form, useLocation } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import styles from './classes.module.css';
import { useChosenCount } from './use-chosen-count';

/** The form that the rows' check boxes belong to. */
export const CHOSEN_FORM = 'chosen-classes';

/**
 * What can be done with the ticked classes. A GET form: each button asks for its dialog's address with the ids, and the filters
 * beside them, so that the table behind the dialog stays as it is.
 */
export function BulkBar() {
  const { links, may } = useProvider();
  const { search } = useLocation();
  const count = useChosenCount(CHOSEN_FORM);
  const kept = [...new URLSearchParams(search)].filter(([name]) => name !== 'id');
  return (
    <Form
      method="get"
      id={CHOSEN_FORM}
      className={styles['bulk']}
      data-idle={count === 0}
      aria-label="Act on the selected classes"
      action={links.classesBulk('export')}
      preventScrollReset
    >
      {kept.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <span role="status">
        {count === null
          ? 'With the ticked classes:'
          : count === 0
            ? 'Tick classes to act on several at once.'
            : `${count} selected`}
      </span>
      {may('course_run.assign_trainer') && (
        <BulkButton to={links.classesBulk('assign-trainer')} disabled={count === 0}>
          Assign trainer
        </BulkButton>
      )}
      {may('course_run.set_class') && (
        <BulkButton to={links.classesBulk('set-status')} disabled={count === 0}>
          Set status
        </BulkButton>
      )}
      {may('export.start') && (
        <BulkButton to={links.classesBulk('export')} disabled={count === 0}>
          Export
        </BulkButton>
      )}
    </Form>
  );
}

function BulkButton({ to, disabled, children }: { to: string; disabled: boolean; children: string }) {
  return (
    <Button type="submit" formAction={to} formMethod="get" variant="default" size="compact-md" disabled={disabled}>
      {children}
    </Button>
  );
}
