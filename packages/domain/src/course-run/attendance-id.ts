/** The attendance pages of production and of SSG's test environment (`ssg-api.md` §9.7). */
const TAKE_ATTENDANCE_PREFIXES = [
  'https://www.myskillsfuture.gov.sg/api/take-attendance/',
  'https://uat.myskillsfuture.gov.sg/api/uat/take-attendance/',
] as const;

/** `RA145428`, or the 32 hexadecimal digits of older runs. */
const ATTENDANCE_ID = /^(?:RA\d+|[0-9a-f]{32})$/i;

/** The digital attendance id in a run's `qrCodeLink` (S0.21); null where the link is absent or is no attendance link. */
export function attendanceIdFromQrLink(link: string | null): string | null {
  const text = link?.trim() ?? '';
  const prefix = TAKE_ATTENDANCE_PREFIXES.find((candidate) => text.startsWith(candidate));
  if (prefix === undefined) return null;
  const id = text.slice(prefix.length);
  return ATTENDANCE_ID.test(id) ? id : null;
}
