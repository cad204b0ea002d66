import { useProvider } from '~/shell/provider';
import { ActLink } from '~/ui/act-link';
import type { ChainRunView } from './read-chain-run.server';
import { isActive, isResumable } from './run-state';

/** What the viewer can do with the run as it stands. */
export function ChainRunActs({ run: { number, status, waitingApproval, cancelRequestedAt } }: { run: ChainRunView }) {
  const { links, may } = useProvider();
  return (
    <>
      {isActive(status) && cancelRequestedAt === null && may('chain_run.cancel') && (
        <ActLink to={links.cancelChainRun(number)} size="compact-md">
          Cancel
        </ActLink>
      )}
      {isResumable(status) && may('chain_run.resume') && (
        <ActLink
          to={links.resumeChainRun(number)}
          size="compact-md"
          variant={status === 'FAILED' || status === 'INTERRUPTED' ? 'filled' : 'default'}
        >
          {status === 'COMPLETED' ? 'Do steps again' : 'Resume'}
        </ActLink>
      )}
      {waitingApproval && may('chain_run.approve') && (
        <ActLink to={links.approveChainRun(number)} size="compact-md" variant="filled">
          Decide
        </ActLink>
      )}
    </>
  );
}
