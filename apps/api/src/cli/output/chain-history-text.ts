import { durationText } from '@rollcall/domain/chain/duration-text';
import type { ChainRunLine } from '../../modules/chains/read-chain-history.js';
import { chainRunStatusText, wordsOf } from './chain-words.js';
import { momentText } from './moment-text.js';
import { table } from './table.js';
import type { Colours } from './terminal.js';

const HEADER = ['number', 'chain', 'provider', 'status', 'trigger', 'mode', 'due or started', 'zone', 'took'];

/** Chain runs for people, newest first, with the reason below where there is more to say than "completed". */
export function chainHistoryText(lines: readonly ChainRunLine[], colours: Colours): string {
  const rows = lines.map((run) => {
    const zone = run.provider?.timeZone ?? 'UTC';
    return [
      run.number,
      run.chain,
      run.provider?.uen ?? '',
      chainRunStatusText(run.status, colours),
      wordsOf(run.trigger),
      run.dryRun ? `${run.mode}, dry` : run.mode,
      momentText(run.dueAt ?? run.startedAt, zone),
      zone,
      tookText(run),
    ];
  });
  const [header = '', ...printed] = table(HEADER, rows).split('\n');
  return [
    header,
    ...printed.flatMap((line, index) => [line, ...remarksOf(lines[index]).map((remark) => `        ${colours.dim(remark)}`)]),
  ].join('\n');
}

const tookText = ({ status, startedAt, completedAt }: ChainRunLine): string =>
  completedAt === null || status === 'skipped' ? '' : durationText(completedAt.getTime() - startedAt.getTime());

function remarksOf(run: ChainRunLine | undefined): string[] {
  if (!run) return [];
  return [
    ...(run.reason === null || run.status === 'completed' ? [] : [run.reason]),
    ...(run.resumedFrom === null ? [] : [`resumes chain run ${run.resumedFrom}`]),
    ...(run.resolvedBy === null ? [] : [`resolved by chain run ${run.resolvedBy}`]),
  ];
}
