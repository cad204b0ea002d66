import { decodeGlobalID, encodeGlobalID } from '@pothos/plugin-relay';

const NUMBER = /^[1-9]\d{0,17}$/;

/** The number of a chain run, from its global id or from the number itself, which logs and the command line show. Null: neither. */
export function chainRunNumberOf(id: string): string | null {
  if (NUMBER.test(id)) return id;
  try {
    const decoded = decodeGlobalID(id);
    return decoded.typename === 'ChainRun' && NUMBER.test(decoded.id) ? decoded.id : null;
  } catch {
    return null;
  }
}

export const chainRunGlobalId = (number: string): string => encodeGlobalID('ChainRun', number);
