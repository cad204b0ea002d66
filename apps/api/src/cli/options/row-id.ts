import { InvalidArgumentError } from 'commander';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A commander parser for the ids that lists show. */
export function rowId(text: string): string {
  if (!UUID.test(text)) throw new InvalidArgumentError('It must be an id, as the list shows it.');
  return text;
}
