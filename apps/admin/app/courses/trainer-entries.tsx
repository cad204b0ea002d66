import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { ToneBadge } from '~/ui/tone-badge';
import type { ListEntry } from './course-facts.server';
import styles from './courses.module.css';
import { LIST_WORDS } from './list-words';

interface NumberedEntry extends ListEntry {
  place: number;
}

/** Both lists as the sync reads them: whom each entry means, or what is wrong with it and what to do. */
export function TrainerEntries({ entries }: { entries: ListEntry[] }) {
  const { links } = useProvider();
  const columns: Column<NumberedEntry>[] = [
    { key: 'place', title: 'Asked', align: 'end', cell: ({ place }) => `${place}.` },
    { key: 'list', title: 'List', cell: ({ list }) => LIST_WORDS[list] },
    { key: 'text', title: 'As written', cell: ({ text }) => <span className={styles['text']}>{text}</span> },
    {
      key: 'who',
      title: 'Who it is',
      cell: ({ trainer, problem }) =>
        trainer ? (
          <>
            <Link to={links.trainer(trainer.trainerId)}>{trainer.name}</Link>
            <div className={styles['quiet']}>{trainer.email}</div>
          </>
        ) : (
          problem && (
            <>
              <ToneBadge tone="bad">Nobody certain</ToneBadge>
              <div>{problem.message}</div>
              <div className={styles['quiet']}>{problem.remedy}</div>
            </>
          )
        ),
    },
  ];
  return (
    <DataTable
      caption="The course’s trainers in the order in which they are asked"
      columns={columns}
      rows={entries.map((entry, index) => ({ ...entry, place: index + 1 }))}
      rowKey={({ list, text }) => `${list} ${text}`}
      empty={
        <Empty title="Nobody is listed.">The sync cannot choose a trainer for this course. Change the lists to name some.</Empty>
      }
    />
  );
}
