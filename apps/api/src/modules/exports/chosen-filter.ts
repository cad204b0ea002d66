import type { JsonValue } from '@rollcall/domain/change/change';
import { ActRefusal } from '../../acts/act-refusal.js';
import { maskIdentifiersIn } from '../../identifiers/mask-identifier.js';
import { shownAudit } from '../audit/shown-audit.js';
import { maskEmailsIn } from '../learners/mask-contact.js';
import { EXPORT_FIELDS, type ExportConnection } from './export-kinds.js';
import type { NewExport } from './start-export.js';

/** The filter of the list that is exported, as JSON; empty for none. Throws `ActRefusal` for one that does not fit it. */
export function chosenFilter({ provider, connection, filters }: NewExport): Record<string, JsonValue> {
  const field = EXPORT_FIELDS[connection];
  const foreign = Object.keys(filters).find((name) => name !== field && filters[name as typeof field] != null);
  if (foreign !== undefined)
    throw invalid({
      path: [foreign],
      message: `The filter \`${foreign}\` does not fit what is exported.`,
      remedy: `Give the filter \`${field}\`, or none.`,
    });
  const given: object = filters[field] ?? {};
  if ('identifier' in given && given.identifier != null)
    throw invalid({
      path: [field, 'identifier'],
      message: 'No file is written for an identifier: what a file was asked by is kept.',
      remedy: 'Ask `learners` for the learner, or filter by something else.',
    });
  if ('provider' in given && given.provider != null && given.provider !== provider)
    throw invalid({
      path: [field, 'provider'],
      message: 'The filter names another provider than the export.',
      remedy: 'Leave the filter’s provider out.',
    });
  const filter = JSON.parse(JSON.stringify(given)) as Record<string, JsonValue>;
  const named = Object.keys(filter).find((name) => namesIdentifier(filter[name]));
  if (named !== undefined)
    throw invalid({
      path: [field, named],
      message: 'The filter has what looks like an NRIC or FIN: what a file was asked by is kept until it is written.',
      remedy: 'Filter by something else, such as a name or a part of it.',
    });
  return filter;
}

/** A filter as the audit keeps it: what it names of people is masked. */
export const auditedFilter = (connection: ExportConnection, filter: Record<string, JsonValue>): JsonValue =>
  textsOf(shownAudit(connection === 'learners' ? 'learner' : 'data_export', filter) as JsonValue, maskEmailsIn);

const namesIdentifier = (value: JsonValue | undefined): boolean =>
  value !== undefined && JSON.stringify(value) !== JSON.stringify(textsOf(value, maskIdentifiersIn));

/** The same with each text in it as `change` makes it. */
function textsOf(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => textsOf(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, textsOf(inner, change)]));
}

const invalid = ({ path, ...facts }: { path: string[]; message: string; remedy: string }): ActRefusal =>
  new ActRefusal({ code: 'INVALID_INPUT', ...facts, path: ['input', 'filter', ...path] });
