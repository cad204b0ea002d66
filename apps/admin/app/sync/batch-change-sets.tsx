import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Empty } from '~/ui/empty';
import { Moment } from '~/ui/moment';
import { type PageFacts, Pager } from '~/ui/pager';
import { Section } from '~/ui/section';
import { ToneBadge } from '~/ui/tone-badge';
import styles from './batch-change-sets.module.css';
import type { ChangeSetView } from './change-set-fragment';
import { ChangeTable } from './change-table';

const PHASE_WORDS: Record<ChangeSetView['phase'], string> = {
  SYNC: 'Run, learners and enrolments',
  TRAINERS: 'Trainers',
  RECONCILE: 'Cancellations after the start',
  ACTIVATION: 'Class activation',
  ADMIN: 'An admin',
};

interface ChangeSets {
  nodes: ChangeSetView[];
  totalCount: number;
  pageInfo: PageFacts;
}

/** Everything that a batch wrote, in order, each field with what it was, what it became, who owns it and by which rule. */
export function BatchChangeSets({ changeSets: { nodes, totalCount, pageInfo } }: { changeSets: ChangeSets }) {
  return (
    <Section title="What it changed" flush>
      {nodes.length === 0 && <Empty title="It has written nothing.">What it met was as it is here, or was left alone.</Empty>}
      {nodes.map((changeSet) => (
        <ChangeSet key={changeSet.id} changeSet={changeSet} />
      ))}
      <Pager page={pageInfo} shown={nodes.length} total={totalCount} one="change set" many="change sets" />
    </Section>
  );
}

function ChangeSet({ changeSet: { ssgRunId, phase, status, createdAt, changes } }: { changeSet: ChangeSetView }) {
  const { links } = useProvider();
  const { nodes, totalCount } = changes;
  return (
    <details className={styles['set']}>
      <summary>
        <span className={styles['title']}>
          {ssgRunId ? `Run ${ssgRunId}` : 'No run of its own'}: {PHASE_WORDS[phase]}
        </span>
        {status === 'AWAITING_APPROVAL' && <ToneBadge tone="warn">Waits for a person</ToneBadge>}
        {status === 'REJECTED' && <ToneBadge tone="bad">Rejected, not written</ToneBadge>}
        <small>
          {totalCount} {totalCount === 1 ? 'field' : 'fields'}, <Moment at={createdAt} seconds />
        </small>
      </summary>
      {ssgRunId && (
        <p>
          <Link to={links.courseRun(ssgRunId)}>Open run {ssgRunId}</Link>
        </p>
      )}
      <ChangeTable changes={nodes} />
      {totalCount > nodes.length && (
        <p>
          The first {nodes.length} of {totalCount.toLocaleString('en-GB')} fields.
        </p>
      )}
    </details>
  );
}
