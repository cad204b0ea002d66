import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CsvFileError } from '../modules/imports/read-csv.js';
import type { Cli } from './context.js';

/** The text of a file the user named. Bytes that are no UTF-8 become U+FFFD, by which the rows that hold them are rejected. */
export async function readImportFile(cli: Cli, file: string): Promise<string> {
  try {
    return await readFile(path.resolve(cli.workingDirectory, file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CsvFileError(`${file} cannot be read: ${reason}`, 'Check the name of the file, and that you may read it.');
  }
}
