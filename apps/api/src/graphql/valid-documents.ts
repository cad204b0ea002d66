import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';

const MOST_DOCUMENTS = 1000;
/** Longer ones are few, and looked at anew. */
const LONGEST = 20_000;

export interface ValidDocuments {
  /** Learns which texts yoga has found to be valid. */
  plugin: Plugin;
  /** The document of a text that is known to be valid. */
  find(text: string): DocumentNode | undefined;
}

/**
 * Remembers valid documents by their text. Whether one is valid depends on the schema alone, which stays as long as the
 * process; the oldest is forgotten where there are too many. What is not known, yoga parses and validates, and answers.
 */
export function createValidDocuments(): ValidDocuments {
  const documents = new Map<string, DocumentNode>();
  const texts = new WeakMap<object, string>();
  const remember = (text: string, document: DocumentNode): void => {
    const [oldest] = documents.keys();
    if (documents.size >= MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
    documents.set(text, document);
  };
  return {
    find: (text) => documents.get(text),
    plugin: {
      onParse:
        ({ params: { source } }) =>
        ({ result }) => {
          const text = source.toString();
          if (result && !(result instanceof Error) && text.length <= LONGEST) texts.set(result, text);
        },
      onValidate:
        ({ params: { documentAST } }) =>
        ({ valid }) => {
          const text = texts.get(documentAST);
          if (valid && text !== undefined && !documents.has(text)) remember(text, documentAST);
        },
    },
  };
}
