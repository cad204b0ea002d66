import { type Answer, ask } from './ask.js';
import type { Asked } from './schema-walk-operation.js';
import { type Caller, FOREIGN, FOREIGN_SSG_RUN, FOREIGN_UEN, type WalkWorld } from './schema-walk-world.js';

/** Asks as somebody; null is nobody. */
export const send = ({ api, callers }: WalkWorld, principal: Caller, { query, variables }: Asked): Promise<Answer> =>
  ask(api, query, variables, principal ? callers.as(principal) : {});

const REFUSALS: readonly unknown[] = ['FORBIDDEN', 'UNAUTHENTICATED'];
/** In place of the whole answer they are refusals; further down only a refusal for want of a role is one. */
const REFUSALS_AT_ROOT: readonly unknown[] = [...REFUSALS, 'NOT_FOUND'];

/**
 * What is wrong with an answer: it was refused though it should not be, or let in, or failed in another way, or tells what it
 * must not. Empty where it is right.
 *
 * @param verdict why the root field is to be refused; null lets the caller in
 */
export function faultsOf(world: WalkWorld, answer: Answer, asked: Asked, verdict: string | null): string[] {
  const errors = (answer.errors ?? []).map(({ path = [], extensions, message }) => ({
    path,
    code: extensions?.['code'] ?? message,
  }));
  // Fields further down are refused with less than the whole.
  const refused = errors.find(({ path, code }) => path.length <= 1 && REFUSALS_AT_ROOT.includes(code))?.code ?? null;
  const isAnswered = Object.values(answer.data ?? {}).some((value) => value !== null);
  return [
    ...(refused === verdict ? [] : [`is refused with ${String(refused)} instead of ${verdict}`]),
    ...(verdict && isAnswered ? [`is refused and answered: ${JSON.stringify(answer.data)}`] : []),
    ...errors
      .filter(({ path, code }) => !(path.length <= 1 ? REFUSALS_AT_ROOT : REFUSALS).includes(code))
      .map(({ path, code }) => `fails at ${path.join('.')} with ${String(code)}`),
    ...leaksOf(world, answer.text, asked.named).map((leak) => `tells ${leak}`),
  ];
}

const TOKEN = /[A-Za-z0-9+/]{8,}={0,2}/g;

/** What a text tells of the other provider or of the installation, but for what the question said. */
export function leaksOf({ hiddenIds }: WalkWorld, text: string, said: readonly string[] = []): string[] {
  const rest = said.reduce((left, word) => left.replaceAll(word, ''), text);
  const inside = (rest.match(TOKEN) ?? []).map((token) => Buffer.from(token, 'base64').toString('latin1'));
  const words = [FOREIGN, FOREIGN_UEN, FOREIGN_UEN.toLowerCase(), FOREIGN_SSG_RUN].filter((word) => rest.includes(word));
  const tells = (id: string) => rest.includes(id) || inside.some((token) => token === id || token.endsWith(`:${id}`));
  return [...words, ...[...hiddenIds].filter(tells)];
}

/** An answer with gaps for what the question said, to be compared with the answer to another question. */
export const wordless = ({ data, errors }: Pick<Answer, 'data' | 'errors'>, { named }: Asked): string =>
  named.reduce((text, word, index) => text.replaceAll(word, `<${index}>`), JSON.stringify({ data, errors }));

/** Codes of the failures that an answer has as values. */
export const failuresOf = ({ data }: Answer): string[] =>
  [...JSON.stringify(data ?? null).matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code ?? '');
