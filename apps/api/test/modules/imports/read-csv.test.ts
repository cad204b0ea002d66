import { describe, expect, test } from 'vitest';
import { CsvFileError, readCsv } from '../../../src/modules/imports/read-csv.js';

const COLUMNS = ['code', 'title'] as const;
const read = (text: string) => readCsv(text, COLUMNS);

describe('a readable file', () => {
  test('columns in any order, a byte order mark, Windows line ends, blank lines and spaces around cells do no harm', () => {
    const { rows, rejected } = read('\uFEFF Title ,CODE\r\n One , 1\r\n\r\n,\r\nTwo,2\r\n');
    expect(rows).toEqual([
      { line: 2, values: { code: '1', title: 'One' } },
      { line: 5, values: { code: '2', title: 'Two' } },
    ]);
    expect(rejected).toEqual([]);
  });

  test('a row begins on the line an editor shows, behind cells that hold line breaks', () => {
    const { rows } = read('code,title\n1,"on\nthree\nlines"\n2,"a ""quoted"", word"\n');
    expect(rows.map(({ line }) => line)).toEqual([2, 5]);
    expect(rows.map(({ values }) => values.title)).toEqual(['on\nthree\nlines', 'a "quoted", word']);
  });

  test('a header alone is a file without rows', () => {
    expect(read('code,title')).toEqual({ rows: [], rejected: [] });
  });
});

describe('unreadable rows are named and the rest is read', () => {
  test.each([
    ['too few cells', '1', 'has 1 cells instead of 2'],
    ['too many cells', '1,a,b', 'has 3 cells instead of 2'],
    ['text behind a closing quote', '"1"x,a', 'double quote in the wrong place'],
    ['a quote inside an unquoted cell', '1,say "no"', 'double quote in the wrong place'],
    ['a quote that is never closed', '1,"a', 'never closed'],
    ['bytes that are no UTF-8', '1,Caf\uFFFD', 'not UTF-8'],
  ])('%s', (_name, bad, reason) => {
    const { rows, rejected } = read(`code,title\n0,before\n${bad}\n2,after\n3,last\n`);
    expect(rejected).toEqual([{ line: 3, reason: expect.stringContaining(reason) }]);
    expect(rows.map(({ line, values }) => [line, values.code])).toEqual([
      [2, '0'],
      [4, '2'],
      [5, '3'],
    ]);
  });

  test('several, one after the other', () => {
    const { rows, rejected } = read('code,title\n"1"x,a\n"2,b\n3,c\n4,"d\ne"\n5\n6,f\n');
    expect(rejected.map(({ line }) => line)).toEqual([2, 3, 7]);
    expect(rows.map(({ line, values }) => [line, values.code])).toEqual([
      [4, '3'],
      [5, '4'],
      [8, '6'],
    ]);
  });
});

describe('a file that is not the one that was meant is refused whole, with the columns it needs', () => {
  test.each([
    ['empty', '', 'The file is empty.'],
    ['a column missing', 'code\n1', 'lacks title'],
    ['an unknown column', 'code,title,colour\n', 'unknown columns (colour)'],
    ['a column twice', 'code,title,code\n', 'names code twice'],
    ['another kind of file', 'PK\u0003\u0004"x"y\n', 'not readable as CSV'],
  ])('%s', (_name, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('more than a hundred unreadable rows', () => {
    const text = `code,title\n${'"1"x,a\n'.repeat(101)}`;
    expect(() => read(text)).toThrow(CsvFileError);
  });
});
