import type { Attention, AttentionGroup, AttentionItem } from './attention.js';
import { ATTENTION_WORDS } from './attention-words.js';

/** One line for the subject of a message. */
export function digestSubject(attention: Attention): string {
  const things = attention.groups.reduce((sum, { total }) => sum + total, 0);
  const state =
    things === 0 ? 'nothing needs attention' : things === 1 ? '1 thing needs attention' : `${things} things need attention`;
  return `${attention.providerName}: ${state}, ${attention.today}`;
}

/** The digest as plain text, the most urgent first. It names course runs and codes, and no learner. */
export function digestText(attention: Attention): string {
  const title = `${attention.providerName}, ${attention.today}`;
  if (attention.groups.length === 0) return `${title}\n\nNothing needs attention.\n`;
  return `${[title, ...attention.groups.map(paragraphOf)].join('\n\n')}\n`;
}

function paragraphOf({ kind, total, items }: AttentionGroup): string {
  const words = ATTENTION_WORDS[kind];
  const rest = total - items.reduce((sum, { number }) => sum + number, 0);
  return [
    `${total} ${total === 1 ? words.one : words.many}`,
    ...items.map(lineOf),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    `  What to do: ${words.inDigest ?? words.whatToDo}`,
  ].join('\n');
}

const lineOf = ({ key, courseCode, detail }: AttentionItem): string =>
  `  ${key}${courseCode === null ? '' : ` (${courseCode})`}: ${detail}`;
