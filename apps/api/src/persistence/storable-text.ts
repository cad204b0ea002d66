/** PostgreSQL refuses NUL and lone surrogates in text and JSON; what an upstream said must not cost a row its record. */
export const storableText = (text: string): string => text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD');

/** JSON of a value, with every text in it storable. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) => (typeof member === 'string' ? storableText(member) : member));
