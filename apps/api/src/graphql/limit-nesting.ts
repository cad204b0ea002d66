import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { MAX_NESTING } from './page-limits.js';

/** Validation compares fields of one name pair by pair, so it is kept from seeing endless documents. */
export const MAX_TOKENS = 5_000;

const OPENS: readonly TokenKind[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const CLOSES: readonly TokenKind[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/**
 * Refuses a document whose brackets stand too deep: parser and validation call themselves for each. A document that is
 * longer than is parsed, or wrong, is left to the parser. Throws a `GraphQLError` with the code TOO_DEEP.
 */
export function requireFlatDocument(document: string | Source): void {
  const lexer = new Lexer(typeof document === 'string' ? new Source(document) : document);
  let depth = 0;
  for (let tokens = 0; tokens <= MAX_TOKENS; tokens += 1) {
    const { kind } = lexer.advance();
    if (kind === TokenKind.EOF) return;
    if (OPENS.includes(kind)) depth += 1;
    else if (CLOSES.includes(kind)) depth -= 1;
    if (depth > MAX_NESTING) throw tooDeep('The document');
  }
}

/** Refuses variables that are nested too deep for what walks through them. Throws a `GraphQLError` with the code TOO_DEEP. */
export function requireFlatVariables(variables: unknown): void {
  const open = [{ value: variables, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_NESTING) throw tooDeep('A variable');
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
}

const tooDeep = (what: string): GraphQLError =>
  new GraphQLError(`${what} nests brackets deeper than ${MAX_NESTING}.`, {
    extensions: { code: 'TOO_DEEP', http: { status: 400 } },
  });
