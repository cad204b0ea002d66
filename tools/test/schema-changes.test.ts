import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs the comparison as the stage does: plain Node, no build. */
function compare(released: string, current: string, today = '2026-11-21'): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'rollcall-schema-'));
  const file = path.join(folder, 'input.json');
  try {
    writeFileSync(file, JSON.stringify({ released, current, today }));
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { readFileSync } from 'node:fs';
         import { findBreakingChanges } from './tools/run/schema-changes.mjs';
         process.stdout.write(JSON.stringify(await findBreakingChanges(JSON.parse(readFileSync(${JSON.stringify(file)}, 'utf8')))));`,
      ],
      { cwd: root, encoding: 'utf8' },
    );
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RELEASED = `
  type Query { runs(first: Int, filter: RunFilter): [Run!]! old: Legacy @deprecated(reason: "Use runs. Removed after 2027-05-21.") }
  type Run { id: ID! status: Status! title: String }
  type Legacy { id: ID! }
  input RunFilter { text: String }
  enum Status { OPEN CLOSED }
`;

describe('what a program would stumble over', () => {
  test('nothing, where nothing changed or only more was added', () => {
    expect(compare(RELEASED, RELEASED)).toEqual([]);
    const more = RELEASED.replace('title: String', 'title: String note: String').replace(
      'text: String',
      'text: String from: Int',
    );
    expect(compare(RELEASED, more)).toEqual([]);
  });

  test.each([
    ['a field that is gone', 'title: String', '', "Field 'title' was removed from object type 'Run'"],
    [
      'a field that may be null now',
      'status: Status!',
      'status: Status',
      "Field 'Run.status' changed type from 'Status!' to 'Status'",
    ],
    ['an argument that is gone', 'first: Int, ', '', "Argument 'first: Int' was removed from field 'Query.runs'"],
    ['an input field that is required now', 'text: String', 'text: String!', "Input field 'RunFilter.text' changed type"],
    ['a word of an enum that is gone', 'OPEN CLOSED', 'OPEN', "Enum value 'CLOSED' was removed"],
    ['a type that is gone', 'type Legacy { id: ID! }', '', "Type 'Legacy' was removed"],
  ])('%s', (_name, from, to, message) => {
    const current = RELEASED.replace(from, to).replace(
      to === '' && from.startsWith('type Legacy') ? 'old: Legacy' : '\0',
      'old: Run',
    );
    expect(compare(RELEASED, current)).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
  });
});

describe('deprecation', () => {
  const without = RELEASED.replace(/old: Legacy @deprecated\(.*?\)/, '').replace('type Legacy { id: ID! }', '');

  test('what was deprecated may go after its day, with the type that nothing else used', () => {
    expect(compare(RELEASED, without, '2027-05-22')).toEqual([]);
  });

  test('and not on that day, nor before', () => {
    for (const today of ['2026-11-21', '2027-05-21']) expect(compare(RELEASED, without, today)).toHaveLength(2);
  });

  test('a type that something else still led to may not go', () => {
    const used = RELEASED.replace('title: String', 'title: String legacy: Legacy');
    expect(compare(used, without.replace('title: String', 'title: String'), '2027-05-22')).toEqual(
      expect.arrayContaining([expect.stringContaining("Type 'Legacy' was removed")]),
    );
  });

  test('must say what to use and until when it stays', () => {
    const vague = RELEASED.replace('title: String', 'title: String @deprecated(reason: "Old.")');
    expect(compare(RELEASED, vague)).toEqual([
      'The deprecation of Run.title must end "Use x. Removed after YYYY-MM-DD.", and says "Old."',
    ]);
  });
});

const stage = (files: Record<string, string>) => {
  const { stdout } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { checkSchemaChanges } from './tools/run/schema-changes.mjs';
       process.stdout.write(JSON.stringify(await checkSchemaChanges(${JSON.stringify(files)})));`,
    ],
    { cwd: root, encoding: 'utf8' },
  );
  return JSON.parse(stdout) as { code: number; text: string };
};

describe('the stage', () => {
  test('passes where both files say the same', () => {
    const file = 'apps/api/schema.released.graphql';
    expect(stage({ currentFile: file, releasedFile: file })).toEqual({ code: 0, text: '' });
  });

  test('fails where the released schema is not there: an absent promise is no promise', () => {
    expect(stage({ releasedFile: 'apps/api/nothing.graphql' })).toEqual({
      code: 1,
      text: 'apps/api/nothing.graphql is not there. Take it from the repository.',
    });
  });
});
