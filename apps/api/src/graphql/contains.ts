/** A Prisma filter for text that contains another, whatever the case. `%` and `_` are taken literally. */
export function contains(text: string): { contains: string; mode: 'insensitive' } {
  return { contains: text.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`), mode: 'insensitive' };
}
