import { type Column, DataTable } from '~/ui/data-table';
import { Notice } from '~/ui/notice';
import { ToneBadge } from '~/ui/tone-badge';
import type { Word } from '~/words/tone';
import { type ComparedEntry, compareLists, type EntryFate, listsDiffer } from './compare-lists';
import type { ListEntry } from './course-facts.server';
import styles from './courses.module.css';
import { LIST_WORDS } from './list-words';

const FATE_WORDS: Record<EntryFate, Word> = {
  joins: { label: 'Joins', tone: 'good' },
  stays: { label: 'Stays', tone: 'calm' },
  moves: { label: 'Moves', tone: 'info' },
  leaves: { label: 'Leaves', tone: 'warn' },
};

const columns: Column<ComparedEntry<ListEntry>>[] = [
  {
    key: 'fate',
    title: 'What happens',
    cell: ({ fate }) => <ToneBadge tone={FATE_WORDS[fate].tone}>{FATE_WORDS[fate].label}</ToneBadge>,
  },
  { key: 'list', title: 'List', cell: ({ entry }) => LIST_WORDS[entry.list] },
  { key: 'text', title: 'As written', cell: ({ entry }) => <span className={styles['text']}>{entry.text}</span> },
  {
    key: 'place',
    title: 'Asked',
    cell: ({ before, after }) => <span className={styles['place']}>{placeWords(before, after)}</span>,
  },
  {
    key: 'who',
    title: 'Who it is',
    // The sentence ends with what to do.
    cell: ({ entry: { trainer, problem } }) => trainer?.name ?? problem?.message,
  },
];

const placeWords = (before: number | null, after: number | null): string => {
  if (after === null) return before === null ? '–' : `was ${before}.`;
  return before === null || before === after ? `${after}.` : `${before}. → ${after}.`;
};

/** What saving would do to the lists as the sync reads them. Nothing is saved yet. */
export function ListsPreview({ before, after }: { before: ListEntry[]; after: ListEntry[] }) {
  const compared = compareLists(before, after);
  const wrong = after.filter(({ problem }) => problem !== null).length;
  if (!listsDiffer(compared))
    return <Notice title="Nobody joins, leaves or moves.">The sync reads the lists as it does now.</Notice>;
  return (
    <section aria-label="What saving would change" className={styles['preview']}>
      <Notice tone={wrong > 0 ? 'warn' : 'info'} title="Not saved yet: this is how the sync would read the lists.">
        {wrong > 0 && `${wrong === 1 ? '1 entry means' : `${wrong} entries mean`} nobody certain, and would be passed over.`}
      </Notice>
      <DataTable
        caption="What saving would change"
        columns={columns}
        rows={compared}
        rowKey={({ entry, fate }) => `${fate} ${entry.list} ${entry.text}`}
        empty={null}
      />
    </section>
  );
}
