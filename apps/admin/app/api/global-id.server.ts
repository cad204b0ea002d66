/**
 * Whether a text out of an address can be a global id of that type (base64 of `Type:row`). `Query.node` answers what is none with
 * an error rather than with nothing, and a mistyped address is only a page that is not there.
 */
export const isGlobalIdOf = (type: string, id: string): boolean =>
  Buffer.from(id, 'base64').toString('utf8').startsWith(`${type}:`);
