import type { z } from 'zod';

export interface ReadFilters<Values> {
  values: Values;
  /** Parameters that were not understood and do not count; the page says so. */
  dropped: { name: string; value: string }[];
}

/**
 * The filters of an address by their schema, all of whose fields must be optional or have a default. What is wrong falls back,
 * one by one, and is told.
 */
export function readFilters<Schema extends z.ZodObject>(schema: Schema, url: URL): ReadFilters<z.output<Schema>> {
  const dropped: ReadFilters<unknown>['dropped'] = [];
  const given: Record<string, string> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const value = url.searchParams.get(name);
    if (value === null || value === '') continue;
    if ((field as z.ZodType).safeParse(value).success) given[name] = value;
    else dropped.push({ name, value: value.slice(0, 60) });
  }
  return { values: schema.parse(given) as z.output<Schema>, dropped };
}
