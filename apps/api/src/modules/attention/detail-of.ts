import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { AttentionRow } from './attention.js';

/** One thing in a few words, without its key: "begins on 2026-03-05". */
export function detailOf(row: AttentionRow, today: IsoDate): string {
  const { day, fact, number } = row;
  switch (row.kind) {
    case 'chain_run_waiting':
      return `${chainName(fact)} of ${day} waits for approval`;
    case 'chain_run_failed':
      return `${chainName(fact)} of ${day} ${chainEnd(fact)}`;
    case 'incident_open':
      return `${times(Number(fact))} since ${day}`;
    case 'run_without_trainer':
    case 'trainer_list_exhausted':
    case 'ambiguous_trainer':
    case 'trainer_drift':
      return beginning(day, today);
    case 'sync_error':
      return fact === 'trainers' ? 'its trainers could not be asked for' : (fact ?? 'error');
    case 'activated_pending':
    case 'activated_empty':
      return `began on ${day}`;
    case 'missed_window':
      return `ran from ${day} to ${fact}`;
    case 'learner_review':
      return `${number === 1 ? '1 enrolment' : `${number} enrolments`}, ${(fact ?? '').replaceAll('_', ' ')}`;
    case 'enrolment_unconfirmed':
      return `${number === 1 ? '1 enrolment' : `${number} enrolments`}, ${beginning(day, today)}`;
  }
}

/** The query gives chain, status and step, parted by spaces: none of them holds one. */
const chainName = (fact: string | null): string => fact?.split(' ')[0] ?? '';

function chainEnd(fact: string | null): string {
  const [, status, step] = fact?.split(' ') ?? [];
  return `${status === 'interrupted' ? 'was interrupted' : status}${step ? ` at ${step}` : ''}`;
}

function beginning(day: IsoDate | null, today: IsoDate): string {
  if (day === today) return 'begins today';
  return `${day !== null && day < today ? 'began' : 'begins'} on ${day}`;
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
