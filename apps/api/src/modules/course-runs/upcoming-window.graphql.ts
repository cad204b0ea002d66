import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { windowEnd } from '@rollcall/domain/course-run/window';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { perOperation } from '../../graphql/context-loader.js';
import type { RowContext } from '../../graphql/row-context.js';
import { findProviderByUen } from '../training-providers/find-provider.js';

/** Page and count ask for the same provider. */
const providerOf = perOperation(({ database }: RowContext) => {
  const found = new Map<string, ReturnType<typeof findProviderByUen>>();
  return (uen: string) => {
    const known = found.get(uen) ?? findProviderByUen(database.pool, uen);
    found.set(uen, known);
    return known;
  };
});

/**
 * The upcoming classes of a provider (S0.33): from its own today, not the server's (bug 4), to the last of the days ahead, both
 * included. Null for an unknown provider. One statement for each provider that an operation names.
 *
 * @param days how many; the provider's own threshold where left out
 */
export async function whereUpcoming(
  context: RowContext,
  uen: string,
  days?: number | null,
): Promise<Prisma.CourseRunWhereInput | null> {
  const provider = await providerOf(context)(uen);
  if (!provider) return null;
  const today = todayIn(provider.timeZone, context.now());
  const last = windowEnd(today, days ?? provider.thresholdDays);
  return { providerId: provider.id, startDate: { gte: new Date(today), lte: new Date(last) } };
}
