import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text can be a row's id at all; PostgreSQL answers anything else with an error. */
export const isRowId = (text: string): boolean => UUID.test(text);

/** The row id inside a global id; null when it is malformed or another type's, which then matches nothing. */
export function rowIdOf(typename: string, globalId: string): string | null {
  try {
    const decoded = decodeGlobalID(globalId);
    return decoded.typename === typename && isRowId(decoded.id) ? decoded.id : null;
  } catch {
    return null;
  }
}

export const globalIdOf = (typename: string, rowId: string): string => encodeGlobalID(typename, rowId);
