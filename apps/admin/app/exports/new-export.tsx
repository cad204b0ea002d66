import { NativeSelect, Radio } from '@mantine/core';
import { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { outcomeOf, refused } from '~/api/act.server';
import { newActKey } from '~/api/act-key.server';
import { pageAction, pageLoader } from '~/api/page.server';
import { permissionsAt } from '~/api/permissions.server';
import { useProvider } from '~/shell/provider';
import { redirectWithToast } from '~/shell/toast.server';
import { ActDialog } from '~/ui/act-dialog';
import { ActForm, useTyped } from '~/ui/act-form';
import { DroppedFilters } from '~/ui/dropped-filters';
import { Facts } from '~/ui/facts';
import { chosenRows } from './export-filters';
import { EXPORTED_LISTS, type ExportConnection, FORMAT_WORDS } from './export-words';
import styles from './exports.module.css';
import { StartExport } from './start-export';

const Connection = z.enum(['COURSE_RUNS', 'ENROLMENTS', 'LEARNERS', 'TRAINERS', 'SYNC_LOGS', 'AUDIT_ENTRIES']);
const Format = z.enum(['CSV', 'JSONL']);

export const loader = pageLoader(async ({ ask, uen, url }) => {
  const named = Connection.safeParse(url.searchParams.get('connection'));
  const may = await permissionsAt(ask, uen);
  const lists = Connection.options.filter((list) => may(EXPORTED_LISTS[list].needs));
  const { words, dropped } = named.success ? chosenRows(named.data, uen, url) : { words: [], dropped: [] };
  return { connection: named.data ?? null, lists, words, dropped, actKey: newActKey() };
});

export const action = pageAction(async ({ ask, form, text, choice, uen, url, links, context }) => {
  const named = Connection.safeParse(url.searchParams.get('connection'));
  const connection = named.data ?? choice('connection', Connection);
  const { exportStart } = await ask(StartExport, {
    input: {
      provider: uen,
      connection,
      format: choice('format', Format),
      idempotencyKey: text('idempotencyKey'),
      ...(named.success && { filter: chosenRows(connection, uen, url).filter }),
    },
  });
  const outcome = outcomeOf(exportStart);
  if ('fault' in outcome) return refused(outcome.fault, form);
  return redirectWithToast(context, links.exports, {
    message: `${EXPORTED_LISTS[connection].title} are being written. The file stands in this list once it is ready.`,
  });
});

export default function NewExport() {
  const { connection, lists, words, dropped, actKey } = useLoaderData<typeof loader>();
  const { links } = useProvider();
  const format = useTyped('format', 'CSV');
  return (
    <ActDialog
      title={connection ? `Export ${EXPORTED_LISTS[connection].title.toLowerCase()}` : 'New export'}
      closeTo={links.exports}
    >
      <DroppedFilters dropped={dropped} />
      {connection &&
        (words.length > 0 ? (
          <Facts facts={words} />
        ) : (
          <p className={styles['words']}>Every row of this list that you may see.</p>
        ))}
      <ActForm submit="Start the export" closeTo={links.exports} actKey={actKey}>
        {!connection && <ListChoice lists={lists} />}
        <fieldset className={styles['formats']}>
          <legend>Format</legend>
          {Format.options.map((value) => (
            <Radio
              key={value}
              name="format"
              value={value}
              defaultChecked={value === format}
              label={FORMAT_WORDS[value].title}
              description={FORMAT_WORDS[value].hint}
            />
          ))}
        </fieldset>
        <p className={styles['words']}>
          Identifiers and addresses are masked as on the pages. Who exported what is kept in the audit.
        </p>
      </ActForm>
    </ActDialog>
  );
}

function ListChoice({ lists }: { lists: ExportConnection[] }) {
  const data = lists.map((value) => ({ value, label: EXPORTED_LISTS[value].title }));
  return (
    <NativeSelect
      name="connection"
      label="List"
      description="All of it; to export a part, filter the list on its page."
      data={data}
      defaultValue={useTyped('connection', 'COURSE_RUNS')}
    />
  );
}
