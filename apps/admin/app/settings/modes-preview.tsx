import { DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { Section } from '~/ui/section';
import type { Preview } from './preview.server';
import styles from './previews.module.css';
import { RunList } from './window-preview';

type Modes = NonNullable<Preview['modes']>;

/** Which classes would be called otherwise by the other profile. */
export function ModesPreview({ modes }: { modes: Modes }) {
  const { changedRuns, unchangedRuns, unknownCodeRuns, changes, runs } = modes;
  return (
    <Section title="What if: modes of learning" flush>
      <p className={styles['padded']}>
        {changedRuns} {changedRuns === 1 ? 'class changes its' : 'classes change their'} mode, {unchangedRuns} keep it
        {unknownCodeRuns > 0 && `; of ${unknownCodeRuns} the code was never kept, so nothing can be said`}.
      </p>
      <DataTable<Modes['changes'][number]>
        caption="Changes by code"
        columns={[
          { key: 'code', title: 'SSG’s code', cell: ({ modeOfTrainingCode }) => modeOfTrainingCode ?? 'none' },
          { key: 'before', title: 'Now', cell: ({ before }) => before },
          { key: 'after', title: 'Then', cell: ({ after }) => after },
          { key: 'runs', title: 'Classes', cell: ({ runs: count }) => count, align: 'end' },
          { key: 'notice', title: 'To know', cell: ({ notice }) => notice ?? '–' },
        ]}
        rows={changes}
        rowKey={({ modeOfTrainingCode, before, after }) => `${modeOfTrainingCode} ${before} ${after}`}
        empty={<Empty title="Nothing would change." />}
      />
      {runs.length > 0 && (
        <div className={styles['padded']}>
          <RunList title="Classes that change" runs={runs} total={changedRuns} />
        </div>
      )}
    </Section>
  );
}
