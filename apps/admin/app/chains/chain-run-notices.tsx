import { Link } from '@remix-run/react';
import { useProvider } from '~/shell/provider';
import { Moment } from '~/ui/moment';
import { Notice } from '~/ui/notice';
import type { ChainRunView } from './read-chain-run.server';

/** What one must know of the run before looking further: what waits, what failed and what to do, what a dry run means. */
export function ChainRunNotices({ run, titles }: { run: ChainRunView; titles: Map<string, string> }) {
  const { links, may } = useProvider();
  const { number, status, error, remedy, reason, waitingApproval, cancelRequestedAt, cancelRequestedBy, completedAt } = run;
  const decide = may('chain_run.approve');
  return (
    <>
      {waitingApproval && (
        <Notice tone="warn" title={`${titles.get(waitingApproval.step) ?? waitingApproval.step} waits for a person to decide`}>
          {waitingApproval.sentence}{' '}
          {decide ? (
            <Link to={links.approveChainRun(number)} preventScrollReset>
              Look at it and decide
            </Link>
          ) : (
            'Somebody with the right to approve can decide here.'
          )}
        </Notice>
      )}
      {error && (
        <Notice tone={status === 'FAILED' || status === 'INTERRUPTED' ? 'bad' : 'warn'} title={error}>
          {remedy}
        </Notice>
      )}
      {!error && status !== 'COMPLETED' && status !== 'RUNNING' && !waitingApproval && reason && (
        <Notice tone="info" title={reason}>
          {remedy}
        </Notice>
      )}
      {cancelRequestedAt && !completedAt && (
        <Notice tone="warn" title="It is being cancelled">
          Asked by {cancelRequestedBy ?? 'somebody'} at <Moment at={cancelRequestedAt} seconds />. The step at work stops at its
          next safe point.
        </Notice>
      )}
      {run.dryRun && (
        <Notice tone="info" title="A dry run: it reads and plans, and writes nothing">
          What each step would have done stands beside it below.
        </Notice>
      )}
    </>
  );
}
