import { createHash } from 'node:crypto';

/** Most statements that are named; more different ones come from lists of many lengths and are not worth a place on the server. */
const MOST_NAMES = 2000;

/**
 * Names for prepared statements, the same for the same text: PostgreSQL then parses and plans it once for each connection,
 * and not with every page. A text that comes when all names are given away stays unnamed.
 */
export function createStatementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES) return '';
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 40);
    names.set(sql, name);
    return name;
  };
}
