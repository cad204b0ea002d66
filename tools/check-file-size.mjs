// Files stay small enough to read in one go: a warning above 250 lines, a failure above 400. Generated files are exempt.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot, root } from './run/paths.mjs';

const warnAbove = 250;
const failAbove = 400;
const extensions = new Set(['.ts', '.tsx', '.mjs', '.cjs', '.js', '.css', '.prisma']);
// The schema is one file by Prisma's nature: it grows with the model, not with carelessness.
const exempt = [/(^|\/)generated\//, /^prisma\/schema\.prisma$/];

/** { code, text, note } for the files that git tracks or would track. */
export function checkFileSizes() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  const long = listed
    .filter(
      (file) => extensions.has(path.extname(file)) && !exempt.some((pattern) => pattern.test(file)) && existsSync(fromRoot(file)),
    )
    .map((file) => ({ file, lines: readFileSync(fromRoot(file), 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > warnAbove)
    .sort((one, other) => other.lines - one.lines);
  const tooLong = long.filter(({ lines }) => lines > failAbove);
  return {
    code: tooLong.length > 0 ? 1 : 0,
    text: `${show(tooLong)}\nNo file may have more than ${failAbove} lines.`,
    note: long.length > 0 ? `${long.length} files above ${warnAbove} lines: ${long.map(({ file }) => file).join(', ')}` : '',
  };
}

const show = (files) => files.map(({ file, lines }) => `${file} has ${lines} lines`).join('\n');

if (process.argv[1] === import.meta.filename) {
  const { code, text, note } = checkFileSizes();
  process.stdout.write(`${code ? text : note || 'Every file is short enough.'}\n`);
  process.exitCode = code;
}
