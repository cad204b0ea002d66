import { isTimeZone } from '@rollcall/domain/calendar/iso-date';
import { MODE_PROFILES } from '@rollcall/domain/course-run/mode-of-learning';
import { z } from 'zod';

/** 8 or 9 digits and a letter, or entity numbers such as `T08GB0001A` (ssg-api.md §9.9; SSG's own data has S and R beside T). */
const UEN = /^(\d{8}[A-Z]|\d{9}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z])$/;

const settingFields = {
  name: z.string().trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
  code: z.string().trim().min(1, 'must not be empty').max(50, 'must have at most 50 characters'),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Asia/Singapore'),
  thresholdDays: z
    .number('must be a whole number of days')
    .int('must be a whole number of days')
    .min(0, 'must be 0 to 366')
    .max(366, 'must be 0 to 366'),
  modeProfile: z.enum(MODE_PROFILES, `must be ${MODE_PROFILES.join(' or ')}`),
  sealIdentifiers: z.boolean(),
  refreshTpgTrainers: z.boolean(),
  alertEmails: z
    .array(z.email('must be e-mail addresses, for example ops@example.org').transform((address) => address.toLowerCase()))
    .max(20, 'must be at most 20 addresses'),
  maxCancels: z.number('must be a whole number').int('must be a whole number').min(0, 'must not be negative'),
  maxCancelsPercent: z
    .number('must be a whole number')
    .int('must be a whole number')
    .min(0, 'must be 0 to 100')
    .max(100, 'must be 0 to 100'),
};

export const newProviderFields = z.object({
  uen: z.string().trim().toUpperCase().regex(UEN, 'must be a UEN such as 201912345K or T08GB0001A'),
  name: settingFields.name,
  /** SSG's training partner code; the UEN with `-01` where absent. */
  code: settingFields.code.optional(),
  timeZone: settingFields.timeZone.default('Asia/Singapore'),
  /** S0.11 */
  thresholdDays: settingFields.thresholdDays.default(21),
  modeProfile: settingFields.modeProfile.default('tms'),
  sealIdentifiers: settingFields.sealIdentifiers.default(true),
  refreshTpgTrainers: settingFields.refreshTpgTrainers.default(false),
  /** Who gets alerts and the digest; ALERT_EMAILS where empty. */
  alertEmails: settingFields.alertEmails.default([]),
  /** Bug 49: more cancellations in a night, or a larger share, wait for a person. */
  maxCancels: settingFields.maxCancels.default(10),
  maxCancelsPercent: settingFields.maxCancelsPercent.default(2),
});
export type NewProvider = z.input<typeof newProviderFields>;

export const providerChanges = z.object(settingFields).partial();
export type ProviderChanges = z.input<typeof providerChanges>;

/** Values that a provider cannot have; one line per field. */
export class ProviderFieldsError extends Error {
  readonly remedy = 'Correct the values and try again; nothing was written.';

  constructor(readonly faults: readonly { field: string; message: string }[]) {
    super(faults.map(({ field, message }) => `${field} ${message}`).join('; '));
    this.name = 'ProviderFieldsError';
  }
}

/** Checked and completed values. Errors: `ProviderFieldsError`. */
export function checkFields<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ProviderFieldsError(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })));
}
