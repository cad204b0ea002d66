import { GraphQLScalarType } from 'graphql';
import { DateResolver } from 'graphql-scalars';

const texts = new WeakMap<Date, string>();

/** The library's calendar day. Rows of the same day share one `Date` (`rows/days.ts`), and its text is made once. */
export const DateScalar = new GraphQLScalarType<Date | string, string>({
  ...DateResolver.toConfig(),
  serialize: (value) => {
    if (!(value instanceof Date)) return DateResolver.serialize(value) as string;
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = DateResolver.serialize(value) as string;
    texts.set(value, text);
    return text;
  },
} as ConstructorParameters<typeof GraphQLScalarType<Date | string, string>>[0]);
