import { Button, TextInput } from '@mantine/core';
import { Form, useLocation } from '@remix-run/react';
import styles from './bulk.module.css';

/** Looks for trainers inside the dialog: a GET form to the same address, which keeps the ticked classes. */
export function TrainerSearch({ find }: { find: string }) {
  const { pathname, search } = useLocation();
  const kept = [...new URLSearchParams(search)].filter(([name]) => name !== 'find');
  return (
    <Form method="get" action={pathname} role="search" className={styles['search']} preventScrollReset replace>
      {kept.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <TextInput
        type="search"
        name="find"
        label="Find a trainer"
        placeholder="Name or e-mail address"
        defaultValue={find}
        className={styles['find']}
      />
      <Button type="submit" variant="default">
        Find
      </Button>
    </Form>
  );
}
