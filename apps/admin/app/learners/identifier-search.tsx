import { Button, TextInput } from '@mantine/core';
import { Form, useActionData, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import styles from './identifier-search.module.css';

/** Finds the one learner with an identifier; a form of its own, because it is sent by POST. */
export function IdentifierSearch() {
  const answer = useActionData<{ sentence?: string }>();
  const { state, formMethod } = useNavigation();
  const form = useRef<HTMLFormElement>(null);
  // What was typed does not stay on the page.
  useEffect(() => {
    if (answer) form.current?.reset();
  }, [answer]);
  return (
    <Form method="post" ref={form} className={styles['form']} autoComplete="off">
      <TextInput
        name="identifier"
        label="NRIC, FIN or passport number, in full"
        description="Kept nowhere, and in no address. How often one may ask is limited."
        required
        withAsterisk={false}
        minLength={5}
        maxLength={20}
        autoComplete="off"
        spellCheck={false}
        error={answer?.sentence}
      />
      <Button type="submit" variant="default" loading={state !== 'idle' && formMethod === 'POST'}>
        Find
      </Button>
    </Form>
  );
}
