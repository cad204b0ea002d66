import { readFileSync } from 'node:fs';
import path from 'node:path';

const DOCS = path.resolve(import.meta.dirname, '../../../../docs');

/** docs/api.md, as its readers have it. */
export const API_DOCUMENT = readFileSync(path.join(DOCS, 'api.md'), 'utf8');

/** The blocks of code of a language, in their order, each with its last line break. */
export const blocksOf = (language: string): string[] =>
  [...API_DOCUMENT.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text = '']) => (name === language ? [text] : []));

/** The rows of the table whose heading begins so, cell by cell, without backticks. */
export function tableOf(...heading: string[]): string[][] {
  const [, rest] = API_DOCUMENT.split(new RegExp(`^\\| ${heading.join(' +\\| ')} .*\\n\\|[ |-]+\\n`, 'm'));
  if (rest === undefined) throw new Error(`docs/api.md has no table with ${heading.join(', ')}.`);
  const [rows = ''] = rest.split(/\n(?!\|)/);
  return rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}
