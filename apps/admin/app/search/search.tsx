import { TextInput } from '@mantine/core';
import type { MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { pageLoader } from '~/api/page.server';
import { Empty } from '~/ui/empty';
import { FilterForm } from '~/ui/filter-form';
import { Page } from '~/ui/page';
import { Section } from '~/ui/section';
import { find } from './find.server';
import styles from './search.module.css';

export const meta: MetaFunction = () => [{ title: 'Search · Rollcall' }];

export const loader = pageLoader(async (page) => {
  const text = page.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
  return { text, found: await find(page, text) };
});

/** The command menu's search as a page: for those without a script, and for longer looks. */
export default function Search() {
  const { text, found } = useLoaderData<typeof loader>();
  return (
    <Page title="Search" intro="Course runs by SSG’s id or course, courses by code or title, learners and trainers by name.">
      <FilterForm>
        <TextInput type="search" name="q" label="Search for" defaultValue={text} autoFocus />
      </FilterForm>
      <Section title="Found" flush>
        {found.length === 0 ? (
          <Empty title={text.length < 2 ? 'Type two characters or more.' : `Nothing is called “${text}”.`}>
            {text.length >= 2 && 'Try fewer letters, or the code of the course.'}
          </Empty>
        ) : (
          <ul className={styles['found']}>
            {found.map(({ id, kind, title, detail, to }) => (
              <li key={id}>
                <span>{kind}</span>
                <Link to={to}>{title}</Link>
                <small>{detail}</small>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Page>
  );
}
