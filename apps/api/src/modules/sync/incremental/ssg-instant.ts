const SINGAPORE = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * When SSG updated a record, in epoch milliseconds; null for a text that is no instant. Searches give Singapore time without
 * a zone, writes give UTC (ssg-api.md §9.10).
 */
export function instantFromSsg(text: string | null | undefined): number | null {
  const given = text?.trim() ?? '';
  const local = SINGAPORE.exec(given);
  const instant = Date.parse(local ? `${local[1]}T${local[2]}+08:00` : WITH_ZONE.test(given) ? given : '');
  return Number.isNaN(instant) ? null : instant;
}
