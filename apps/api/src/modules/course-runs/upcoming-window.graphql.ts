import { todayIn } from '@rollcall/domain/calendar/iso-date';
import { windowEnd } from '@rollcall/domain/course-run/window';
import type { Prisma } from '@rollcall/prisma/generated/prisma/client';
import { perOperation } from '../../graphql/context-loader.js';
import type { PageGuess } from '../../graphql/page-source.js';
import type { RowContext } from '../../graphql/row-context.js';
import type { ProviderSettings } from '../training-providers/find-provider.js';
import { lookUpProvider, rememberedProvider } from '../training-providers/remembered-providers.js';

/** Page and count ask for the same provider. */
const providerOf = perOperation(({ database }: RowContext) => {
  const found = new Map<string, ReturnType<typeof lookUpProvider>>();
  return (uen: string) => {
    const known = found.get(uen) ?? lookUpProvider(database.pool, uen);
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
  return provider && whereWithin(provider, context.now(), days);
}

/** The same at once, of the provider as it was at the last look-up; null where there was none. */
export function guessUpcoming(
  context: RowContext,
  uen: string,
  days?: number | null,
): PageGuess<Prisma.CourseRunWhereInput> | null {
  const provider = rememberedProvider(context.database.pool, uen);
  if (!provider) return null;
  const { id, rowVersion } = provider;
  return { where: whereWithin(provider, context.now(), days), holdsWhile: { model: 'TrainingProvider', id, rowVersion } };
}

function whereWithin(
  { id, timeZone, thresholdDays }: ProviderSettings,
  now: number,
  days?: number | null,
): Prisma.CourseRunWhereInput {
  const today = todayIn(timeZone, now);
  const last = windowEnd(today, days ?? thresholdDays);
  return { providerId: id, startDate: { gte: new Date(today), lte: new Date(last) } };
}
