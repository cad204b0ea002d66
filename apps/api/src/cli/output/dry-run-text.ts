import type { DryRunUnit, PlannedChangeView } from '../../modules/sync/dry-run.js';
import type { Colours } from './terminal.js';

/** One course run of a dry run for people: each field with before, after and the rule that decides. */
export function dryRunUnitText(unit: DryRunUnit, colours: Colours): string {
  const { bold, dim, red, yellow } = colours;
  const title = `${bold(unit.ssgRunId === null ? unit.courseCode : `Run ${unit.ssgRunId}`)}  ${unit.courseTitle} ${dim(unit.courseCode)}`;
  const trainers = unit.trainerOutcome === null ? '' : `, trainer: ${unit.trainerOutcome}`;
  return [
    `${title}  ${unit.error ? red(unit.outcome) : unit.outcome}${trainers}`,
    ...unit.changes.flatMap((change) => changeLines(change, colours)),
    ...unit.skips.map(({ key, rule, reason }) => `  ${dim('skip')}    ${key}: ${reason} ${dim(`[${rule}]`)}`),
    ...unit.notices.map(({ key, rule, message }) => `  ${yellow('notice')}  ${key}: ${message} ${dim(`[${rule}]`)}`),
    ...unit.reviews.map(({ referenceNumber, message }) => `  ${yellow('review')}  ${referenceNumber}: ${message}`),
    ...(unit.error
      ? [`  ${red('error')}   ${unit.error.message}${unit.error.remedy ? `\n          ${unit.error.remedy}` : ''}`]
      : []),
  ].join('\n');
}

function changeLines(change: PlannedChangeView, { green, dim }: Colours): string[] {
  const fields = change.fields.map(
    ({ field, before, after, rule }) => `            ${field}: ${valueText(before)} → ${valueText(after)} ${dim(`[${rule}]`)}`,
  );
  return [`  ${green(change.action)}  ${change.entity} ${change.key}: ${change.reason} ${dim(`[${change.rule}]`)}`, ...fields];
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '(empty)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What a dry run found in all, counted while it streams. */
export interface DryRunTotals {
  units: number;
  created: number;
  updated: number;
  skips: number;
  notices: number;
  reviews: number;
  errors: number;
}

export const noTotals = (): DryRunTotals => ({ units: 0, created: 0, updated: 0, skips: 0, notices: 0, reviews: 0, errors: 0 });

export function addToTotals(totals: DryRunTotals, unit: DryRunUnit): DryRunTotals {
  const created = unit.changes.filter(({ action }) => action === 'create').length;
  return {
    units: totals.units + 1,
    created: totals.created + created,
    updated: totals.updated + unit.changes.length - created,
    skips: totals.skips + unit.skips.length,
    notices: totals.notices + unit.notices.length,
    reviews: totals.reviews + unit.reviews.length,
    errors: totals.errors + (unit.error ? 1 : 0),
  };
}

export function dryRunTotalsText(totals: DryRunTotals): string {
  const { units, created, updated, skips, notices, reviews, errors } = totals;
  return `Nothing was written. ${units} units: ${created} rows to create, ${updated} to update, ${skips} skips, ${notices} notices, ${reviews} for review, ${errors} errors.`;
}
