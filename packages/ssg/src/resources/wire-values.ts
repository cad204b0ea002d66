import { z } from 'zod';

/** Ids are numbers on mySF and strings on TPG (ssg-api.md §5.3); everywhere else in this package they are strings. */
export const WireId = z
  .union([z.string(), z.number().int()])
  .transform((id) => String(id).trim())
  .pipe(z.string().min(1, 'must not be blank'));

/** Dates stay as they came: `20251201` as a number on runs, as a string on sessions, `2025-12-01` on TPG (§9.10). */
export const WireDate = z.union([z.number().int(), z.string()]);
export type WireDate = z.infer<typeof WireDate>;

/** A text that SSG may leave out, or fill with null. */
export const OptionalText = z.string().nullish();

/** A text that came as a number in some answers, for example `discountAmount` (§7.3). */
export const OptionalAmount = z.union([z.string(), z.number()]).nullish();

/** `{code, description}`; SSG writes `{}` or null when it has none. */
export const CodeAndDescription = z.looseObject({ code: OptionalText, description: OptionalText }).nullish();

/** A paging total; some fields of some answers come as text, and a total that is missing is legal. */
export const WireTotal = z
  .union([z.number().int().nonnegative(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .transform((total) => total ?? undefined);

export const ZeroTotal = WireTotal.refine((total) => total === 0, 'is not 0');

/** The `{}` that SSG writes where it has nothing to say. */
export const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
