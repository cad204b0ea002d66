import { z } from 'zod';
import type { ReadFilters } from '~/url/read-filters';

const Day = z.iso.date();

export const TrainerFilters = z.object({
  text: z.string().trim().max(100).optional(),
  active: z.enum(['yes', 'no']).optional(),
  freeFrom: Day.optional(),
  freeTo: Day.optional(),
  order: z.enum(['NAME', 'LOAD']).default('NAME'),
  direction: z.enum(['ASC', 'DESC']).default('ASC'),
});

type Values = z.output<typeof TrainerFilters>;

/** The last day needs a first one that is no later: the API would refuse it, so it falls away and is told, as wrong ones do. */
export function withWholeSpan({ values, dropped }: ReadFilters<Values>): ReadFilters<Values> {
  const { freeFrom, freeTo, ...rest } = values;
  if (freeTo === undefined || (freeFrom !== undefined && freeFrom <= freeTo)) return { values, dropped };
  return {
    values: { ...rest, ...(freeFrom !== undefined && { freeFrom }) },
    dropped: [...dropped, { name: 'freeTo', value: freeTo }],
  };
}

/** The filter as the API takes it. */
export function apiFilter({ text, active, freeFrom, freeTo }: Values, provider: string) {
  return {
    provider,
    ...(text && { text }),
    ...(active && { active: active === 'yes' }),
    ...(freeFrom && { freeFrom }),
    ...(freeTo && { freeTo }),
  };
}
