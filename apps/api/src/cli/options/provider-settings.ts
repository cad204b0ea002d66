import { MODE_PROFILES } from '@rollcall/domain/course-run/mode-of-learning';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ProviderChanges } from '../../modules/training-providers/provider-fields.js';

/** The settings as commander hands them over. */
export interface SettingOptions {
  name?: string;
  code?: string;
  timeZone?: string;
  thresholdDays?: number;
  modeProfile?: (typeof MODE_PROFILES)[number];
  sealIdentifiers?: boolean;
  refreshTpgTrainers?: boolean;
  alertEmails?: string[];
  maxCancels?: number;
  maxCancelsPercent?: number;
}

/** The options that `provider add` and `provider set` share. Values are judged by the use case, which other callers have too. */
export function addSettingOptions(command: Command): Command {
  return command
    .option('--code <code>', "SSG's training partner code (default for a new provider: the UEN with -01)")
    .option('--time-zone <zone>', 'for example Asia/Singapore')
    .option('--threshold-days <days>', 'how many days ahead the sync looks', wholeNumber)
    .addOption(new Option('--mode-profile <profile>', "how SSG's modes of training are read").choices(MODE_PROFILES))
    .option('--seal-identifiers', 'keep NRIC/FIN sealed, so that it can be sent back to SSG')
    .option('--no-seal-identifiers', 'keep only hash and mask of NRIC/FIN')
    .option('--refresh-tpg-trainers', "follow SSG's trainer in the TPG columns where the local trainer came from elsewhere")
    .option('--no-refresh-tpg-trainers', 'leave the TPG columns of such runs alone')
    .option('--alert-emails <addresses>', 'who gets alerts and the digest, with commas between; "" for ALERT_EMAILS', addresses)
    .option('--max-cancels <count>', 'a night with more cancellations waits for approval', wholeNumber)
    .option('--max-cancels-percent <percent>', 'and so does one with a larger share of the enrolments', wholeNumber);
}

const SETTINGS = [
  'name',
  'code',
  'timeZone',
  'thresholdDays',
  'modeProfile',
  'sealIdentifiers',
  'refreshTpgTrainers',
  'alertEmails',
  'maxCancels',
  'maxCancelsPercent',
] as const satisfies readonly (keyof SettingOptions)[];

/** Only what was given: commander leaves absent options out, and an absent setting stays as it is. */
export function toChanges(options: SettingOptions): ProviderChanges {
  const given = Object.fromEntries(SETTINGS.map((name) => [name, options[name]]));
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const addresses = (text: string): string[] =>
  text
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);

/** A commander parser for whole numbers. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
