import type { IsoDate } from '@rollcall/domain/calendar/iso-date';
import { taughtBySql } from '../../access/visible-rows-sql.js';

/** What is looked at. */
export interface AttentionScope {
  today: IsoDate;
  /** Things of one kind that are listed; the others are counted. */
  most: number;
  /** Row id of the user whose runs alone count; null: everybody's. */
  ownerId: string | null;
}

/** Whether `run` is one of the owner's, whose id is the parameter; any run is where that is null. */
export const ownedBy = (parameter: string): string =>
  `(${parameter}::uuid IS NULL OR ${taughtBySql('run')(`${parameter}::uuid`)})`;

/**
 * Numbers what the common table expression `told` holds (kind, key, courseCode, day, fact, number, nodeType, nodeId, place) within its kind, and
 * gives the first `$2` of each with the total of all: so a statement answers for many kinds, however many rows they have.
 */
export const FIRST_OF_EACH_KIND = `
  numbered AS (
    SELECT told.*, (sum(number) OVER (PARTITION BY kind))::int AS total, row_number() OVER (PARTITION BY kind ORDER BY place, key) AS position FROM told
  )
  SELECT kind, key, "courseCode", day::text AS day, fact, number, "nodeType", "nodeId", total FROM numbered WHERE position <= $2 ORDER BY kind, position`;
