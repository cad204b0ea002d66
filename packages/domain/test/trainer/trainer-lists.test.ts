import { describe, expect, test } from 'vitest';
import { normaliseName, parseTrainerEmails, parseTrainerNames } from '../../src/trainer/trainer-lists.js';

describe('normaliseName', () => {
  test.each([
    ['  Tan  Wei Ming ', 'tan wei ming'],
    ['TAN WEI MING [WSQ]', 'tan wei ming'],
    ['[Lead] Tan Wei Ming (part-time)', 'tan wei ming'],
    ['Ｔａｎ Ｗｅｉ Ｍｉｎｇ', 'tan wei ming'],
    ['Tan\u00a0Wei\tMing', 'tan wei ming'],
    ['José', 'jose\u0301'.normalize('NFC')],
    ['[only a tag]', ''],
  ])('bug 9 "%s" is compared as "%s"', (text, expected) => {
    expect(normaliseName(text)).toBe(expected);
  });

  test('bug 65 different names stay different', () => {
    expect(normaliseName('Tan Wei')).not.toBe(normaliseName('Tan Wei Ming'));
  });
});

describe('parseTrainerNames', () => {
  test.each([
    ['Tan, Wei Ming | Lim Bee Hoon', ['Tan, Wei Ming', 'Lim Bee Hoon']],
    ['Tan, Wei Ming\nLim Bee Hoon\r\nNg Ah Kow', ['Tan, Wei Ming', 'Lim Bee Hoon', 'Ng Ah Kow']],
    ['Tan, Wei Ming; Lim Bee Hoon', ['Tan, Wei Ming', 'Lim Bee Hoon']],
    ['Tan Wei Ming, Lim Bee Hoon', ['Tan Wei Ming', 'Lim Bee Hoon']],
    ['"Tan, Wei Ming", Lim Bee Hoon', ['Tan, Wei Ming', 'Lim Bee Hoon']],
    ['Lim Bee Hoon, "Tan, Wei Ming"', ['Lim Bee Hoon', 'Tan, Wei Ming']],
    ['Tan Wei Ming || tan wei ming [WSQ] | |', ['Tan Wei Ming']],
    ['', []],
    [null, []],
  ])('bug 9 S0.28 %j holds %j', (list, expected) => {
    expect(parseTrainerNames(list)).toEqual(expected);
  });
});

test.each([
  ['B@example.org, a@example.org', ['b@example.org', 'a@example.org']],
  ['b@example.org;a@example.org;B@EXAMPLE.ORG', ['b@example.org', 'a@example.org']],
  ['Ben Lim <ben@example.org> | a@example.org', ['ben@example.org', 'a@example.org']],
  [' , ', []],
  [null, []],
])('S0.27 %j holds %j in order', (list, expected) => {
  expect(parseTrainerEmails(list)).toEqual(expected);
});
