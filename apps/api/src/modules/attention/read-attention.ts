import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import type { Pool } from 'pg';
import { ATTENTION_KINDS, type Attention, type AttentionGroup, type AttentionItem, type AttentionRow } from './attention.js';
import type { AttentionScope } from './attention-sql.js';
import { readChainAttention } from './chain-attention.js';
import { readCourseRunAttention } from './course-run-attention.js';
import { detailOf } from './detail-of.js';
import { readSyncAttention } from './sync-attention.js';
import { readTrainerListAttention } from './trainer-list-attention.js';

/** Things of one kind that the digest lists; the others are counted. */
const MOST_ITEMS = 10;

/**
 * What needs a person's attention at a provider on a day, the most urgent first, as the digest tells it. Four statements, and
 * one more where trainer lists are to be read. Names of learners, identifiers and reference numbers are not read at all: the
 * answer may go out by e-mail.
 */
export async function readAttention(
  pool: Pool,
  provider: { id: string; name: string },
  today: IsoDate,
  options: { mostItems?: number } = {},
): Promise<Attention> {
  const scope: AttentionScope = { today, most: options.mostItems ?? MOST_ITEMS, ownerId: null };
  const groups = await readAttentionGroups(pool, provider.id, scope);
  return { providerName: provider.name, today, groups: groups.filter(({ total }) => total > 0) };
}

/** The same as groups of every kind, those with nothing in them too. */
export async function readAttentionGroups(pool: Pool, providerId: string, scope: AttentionScope): Promise<AttentionGroup[]> {
  const read = [
    await readChainAttention(pool, providerId, scope.most),
    await readCourseRunAttention(pool, providerId, scope),
    await readTrainerListAttention(pool, providerId, scope),
    await readSyncAttention(pool, providerId, scope),
  ];
  const rows = read.flat();
  return ATTENTION_KINDS.map((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind);
    return { kind, total: ofKind[0]?.total ?? 0, items: ofKind.map((row) => itemOf(row, scope.today)) };
  });
}

const itemOf = (row: AttentionRow, today: IsoDate): AttentionItem => ({
  key: row.key,
  courseCode: row.courseCode,
  detail: detailOf(row, today),
  number: row.number,
  node: { type: row.nodeType, id: row.nodeId },
});
