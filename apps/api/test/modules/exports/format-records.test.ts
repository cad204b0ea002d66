import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { ExportFormat } from '../../../src/modules/exports/export-kinds.js';
import type { ExportRecord } from '../../../src/modules/exports/export-source.js';
import { formatRecords } from '../../../src/modules/exports/format-records.js';

const COLUMNS = ['id', 'learner.name', 'learner.email', 'active'];

async function textOf(format: ExportFormat, records: ExportRecord[], columns = COLUMNS): Promise<string> {
  async function* pages() {
    for (const record of records) yield [record];
  }
  const parts: Buffer[] = [];
  for await (const part of formatRecords(format, columns, pages())) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

const BYTE_ORDER_MARK = '\uFEFF';

describe('CSV', () => {
  test('has a byte order mark, a header and a line per row', async () => {
    const text = await textOf('csv', [['1', 'Tan, "Invented"', null, false]]);
    expect(text).toBe(`${BYTE_ORDER_MARK}id,learner.name,learner.email,active\r\n1,"Tan, ""Invented""",,false\r\n`);
  });

  test('of no rows is its header', async () => {
    expect(await textOf('csv', [])).toBe(`${BYTE_ORDER_MARK}id,learner.name,learner.email,active\r\n`);
  });

  test.each(['=1+1', '+65 1', '-1+1', '@SUM(A1)', '\t=1', '\r=1'])('lets no spreadsheet take %j for a formula', async (text) => {
    const [, row] = parse(await textOf('csv', [['1', text, '', true]]), { bom: true, record_delimiter: '\r\n' }) as string[][];
    expect(row?.[1]).toBe(`'${text}`);
  });

  test('leaves numbers alone, and writes lists as JSON', async () => {
    const text = await textOf('csv', [[-5, [{ rule: 'S0.17' }], 'a=1', true]]);
    expect(text.split('\r\n')[1]).toBe('-5,"[{""rule"":""S0.17""}]",a=1,true');
  });

  test('survives line breaks and other scripts', async () => {
    const names = ['one\ntwo', '陈 Invented', 'ஒருவர்'];
    const read = parse(
      await textOf(
        'csv',
        names.map((name) => [name]),
        ['name'],
      ),
      { bom: true, columns: true, record_delimiter: '\r\n' },
    );
    expect(read).toEqual(names.map((name) => ({ name })));
  });
});

describe('JSON lines', () => {
  test('come back as they were, nested', async () => {
    const text = await textOf('jsonl', [
      ['1', '=1+1\n"x"', null, true],
      ['2', '陈', 'b', false],
    ]);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { id: '1', learner: { name: '=1+1\n"x"', email: null }, active: true },
      { id: '2', learner: { name: '陈', email: 'b' }, active: false },
    ]);
  });

  test('have null for an object without a value', async () => {
    expect(JSON.parse(await textOf('jsonl', [['1', null, null, true]]))).toEqual({ id: '1', learner: null, active: true });
    expect(JSON.parse(await textOf('jsonl', [['1', null, 'b', true]]))).toEqual({
      id: '1',
      active: true,
      learner: { name: null, email: 'b' },
    });
  });

  test('of no rows are an empty file', async () => {
    expect(await textOf('jsonl', [])).toBe('');
  });
});

async function* brokenPages() {
  yield [['1', 'a', null, true]];
  throw new Error('the database is gone');
}

describe('an error of the rows', () => {
  test.each(['csv', 'jsonl'] as const)('reaches the reader of %s', async (format) => {
    const read = async () => {
      for await (const part of formatRecords(format, COLUMNS, brokenPages())) expect(part.length).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toThrow('the database is gone');
  });
});
