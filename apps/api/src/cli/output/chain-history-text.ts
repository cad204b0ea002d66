import { durationText } from '@rollcall/domain/chain/duration-text';
import type { ChainRunLine } from '../../modules/chains/read-chain-history.js';
import { chainRunStatusText, wordsOf } from './chain-words.js';
import { momentWithOffset } from './moment-text.js';
import { tableWithRemarks } from './table.js';
import type { Colours } from './terminal.js';

/** Chain runs for people, newest first, with the reason below where there is more to say than "completed". */
export function chainHistoryText(lines: readonly ChainRunLine[], colours: Colours): string {
  const owners = new Set(lines.flatMap(({ provider }) => provider?.uen ?? []));
  const ofProvider = (text: string): string[] => (owners.size > 1 ? [text] : []);
  const header = ['number', 'chain', ...ofProvider('provider'), 'status', 'trigger', 'mode', 'due or started', 'took'];
  const rows = lines.map((run) => [
    run.number,
    run.chain,
    ...ofProvider(run.provider?.uen ?? ''),
    chainRunStatusText(run.status, colours),
    wordsOf(run.trigger),
    run.dryRun ? `${run.mode}, dry` : run.mode,
    momentWithOffset(run.dueAt ?? run.startedAt, run.provider?.timeZone ?? 'UTC'),
    tookText(run),
  ]);
  return tableWithRemarks(
    header,
    rows,
    lines.map((run) => remarksOf(run).map((remark) => `        ${colours.dim(remark)}`)),
  );
}

const tookText = ({ status, startedAt, completedAt }: ChainRunLine): string =>
  completedAt === null || status === 'skipped' ? '' : durationText(completedAt.getTime() - startedAt.getTime());

function remarksOf(run: ChainRunLine): string[] {
  return [
    ...(run.reason === null || run.status === 'completed' ? [] : [run.reason]),
    ...(run.resumedFrom === null ? [] : [`resumes chain run ${run.resumedFrom}`]),
    ...(run.resolvedBy === null ? [] : [`resolved by chain run ${run.resolvedBy}`]),
  ];
}
