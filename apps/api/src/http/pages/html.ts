/** Text that is markup already. Everything else is escaped where it is put in. */
export class Html {
  constructor(readonly text: string) {}
}

type Content = Html | string | number | null | false | readonly Content[];

/** Markup from a template: what is put in is text, unless it was made by `html` itself. */
export function html(parts: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(parts.map((part, index) => part + textOf(contents[index] ?? null)).join(''));
}

function textOf(content: Content): string {
  if (content === null || content === false) return '';
  if (content instanceof Html) return content.text;
  if (Array.isArray(content)) return content.map(textOf).join('');
  return escapeText(String(content));
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
