import type { JsonValue } from '@rollcall/domain/change/change';
import { ActRefusal } from '../../acts/act-refusal.js';
import { EXPORT_FIELDS } from './export-kinds.js';
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
  return JSON.parse(JSON.stringify(given)) as Record<string, JsonValue>;
}

const invalid = ({ path, ...facts }: { path: string[]; message: string; remedy: string }): ActRefusal =>
  new ActRefusal({ code: 'INVALID_INPUT', ...facts, path: ['input', 'filter', ...path] });
