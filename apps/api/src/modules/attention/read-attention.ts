import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { Pool } from 'pg';
import { ATTENTION_KINDS, type Attention, type AttentionRow } from './attention.js';
import { readChainAttention } from './chain-attention.js';
import { readCourseRunAttention } from './course-run-attention.js';
import { detailOf } from './detail-of.js';
import { readSyncAttention } from './sync-attention.js';

/** Things of one kind that are listed; the others are counted. */
const MOST_ITEMS = 10;

/**
 * What needs a person's attention at a provider on a day, the most urgent first. Three statements, whatever there is. Names
 * of learners, identifiers and reference numbers are not read at all: the answer may go out by e-mail.
 */
export async function readAttention(
  pool: Pool,
  provider: { id: string; name: string },
  today: IsoDate,
  options: { mostItems?: number } = {},
): Promise<Attention> {
  const most = options.mostItems ?? MOST_ITEMS;
  const rows = [
    ...(await readChainAttention(pool, provider.id, most)),
    ...(await readCourseRunAttention(pool, provider.id, today, most)),
    ...(await readSyncAttention(pool, provider.id, today, most)),
  ];
  const groups = ATTENTION_KINDS.flatMap((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind);
    const [first] = ofKind;
    return first ? [{ kind, total: first.total, items: ofKind.map((row) => itemOf(row, today)) }] : [];
  });
  return { providerName: provider.name, today, groups };
}

const itemOf = (row: AttentionRow, today: IsoDate) => ({
  key: row.key,
  courseCode: row.courseCode,
  detail: detailOf(row, today),
  number: row.number,
});
