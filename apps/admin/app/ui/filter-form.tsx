import { Button } from '@mantine/core';
import { Form, Link, useLocation, useSubmit } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './filter-form.module.css';

const TYPING_PAUSE_MS = 300;

/**
 * The filters of a list: a form that asks for the same page (GET), so that the address is the table's state. With a script it
 * sends itself when something changes; without one there is a button.
 * @param keep parameters that stay as they are, as the sorting; cursors never stay
 */
export function FilterForm({ keep = [], children }: { keep?: string[]; children: ReactNode }) {
  const { pathname, search } = useLocation();
  const submit = useSubmit();
  const typing = useRef<ReturnType<typeof setTimeout>>();
  const shown = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (shown.current) showAddress(shown.current, new URLSearchParams(search));
  }, [search]);
  useEffect(() => () => clearTimeout(typing.current), []);
  const params = new URLSearchParams(search);
  const send = (form: HTMLFormElement) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && value !== '') query.append(name, value);
    submit(query, { action: pathname, replace: true, preventScrollReset: true });
  };
  return (
    <Form
      ref={shown}
      method="get"
      role="search"
      aria-label="Filters"
      className={styles['filters']}
      onSubmit={(event) => {
        event.preventDefault();
        clearTimeout(typing.current);
        send(event.currentTarget);
      }}
      onChange={(event) => {
        const form = event.currentTarget;
        const isText = event.target instanceof HTMLInputElement && ['text', 'search', 'number'].includes(event.target.type);
        clearTimeout(typing.current);
        typing.current = setTimeout(() => send(form), isText ? TYPING_PAUSE_MS : 0);
      }}
    >
      {keep.map((name) => {
        const value = params.get(name);
        return value && <input key={name} type="hidden" name={name} value={value} />;
      })}
      {children}
      <div className={styles['buttons']}>
        <Button type="submit" variant="default">
          Apply
        </Button>
        {search !== '' && <Link to={pathname}>Clear</Link>}
      </div>
    </Form>
  );
}

/** Links too change the address: the fields follow it, but for the one in which somebody types. A select falls back to its first. */
function showAddress(form: HTMLFormElement, params: URLSearchParams): void {
  for (const field of form.elements) {
    if (field instanceof HTMLSelectElement) {
      const value = params.get(field.name) ?? '';
      field.value = value;
      if (field.value !== value || field.selectedIndex < 0) field.selectedIndex = 0;
    } else if (field instanceof HTMLInputElement && field.type !== 'hidden' && field.name !== '') {
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = params.getAll(field.name).includes(field.value);
      else if (field !== document.activeElement) field.value = params.get(field.name) ?? '';
    }
  }
}
