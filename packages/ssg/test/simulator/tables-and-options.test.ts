import { expect, test } from 'vitest';
import { createCallLog } from '../../src/simulator/call-log.js';
import { labelOfMode, MODES_OF_TRAINING, modeOfLabel } from '../../src/simulator/code-tables.js';
import { readSimulatorCommand } from '../../src/simulator/command-options.js';
import { dayNumber, fromCompact, toSingaporeText, toUtcText } from '../../src/simulator/dates.js';
import {
  enrolmentNumber,
  enrolmentReference,
  identifierOf,
  isUen,
  isValidIdentifier,
  maskIdentifier,
  uenOf,
} from '../../src/simulator/identifiers.js';
import { createRandom } from '../../src/simulator/prng.js';

test.each(Object.entries(MODES_OF_TRAINING))('ssg-api.md §9.1 mode %s is "%s", in both directions', (code, label) => {
  expect([modeOfLabel(label), modeOfLabel(label.toUpperCase()), labelOfMode(code)]).toEqual([code, code, label]);
});

test('ssg-api.md §9.1 the two names of code 9, and unknown ones', () => {
  expect([modeOfLabel('Synchronous Learning'), modeOfLabel('Hybrid'), labelOfMode('11')]).toEqual(['9', null, null]);
});

test.each(['S', 'T', 'F', 'G'] as const)('ssg-api.md §9.9 identifiers with prefix %s carry a right check letter', (prefix) => {
  const identifier = identifierOf(prefix, 1_234_567);

  expect(isValidIdentifier(identifier)).toBe(true);
  const wrongLetter = identifier.endsWith('A') ? 'B' : 'A';
  expect(isValidIdentifier(identifier.slice(0, 8) + wrongLetter)).toBe(false);
  expect(maskIdentifier(identifier)).toBe(`*****${identifier.slice(5)}`);
});

test('ssg-api.md §9.9 the check letter of the published example S1234567', () => {
  expect(identifierOf('S', 1_234_567).at(-1)).toBe('D');
});

test.each([
  ['201912345K', true],
  ['52993527M', true],
  ['T08GB0022B', true],
  ['S89PB0005D', true],
  ['G0123456S', false],
  ['2019123', false],
])('ssg-api.md §9.9 UEN %s: %s', (uen, expected) => {
  expect(isUen(uen)).toBe(expected);
});

test('ssg-api.md §9.6 enrolment reference numbers, there and back', () => {
  expect([enrolmentReference('2025-10-28', 505), enrolmentNumber('ENR-2510-000505'), enrolmentNumber('ENR-505')]).toEqual([
    'ENR-2510-000505',
    505,
    null,
  ]);
  expect(isUen(uenOf(2026, 1))).toBe(true);
});

test('ssg-api.md §9.10 one instant in both spellings of meta', () => {
  const instant = Date.parse('2025-10-28T04:01:52.900Z');

  expect([toSingaporeText(instant), toUtcText(instant)]).toEqual(['2025-10-28 12:01:52', '2025-10-28T04:01:52Z']);
});

test('calendar dates are checked, not rolled over', () => {
  expect([fromCompact(20260228), fromCompact('20260229'), fromCompact('2026-2-28')]).toEqual(['2026-02-28', null, null]);
  expect(() => dayNumber('2026-02-30')).toThrow('write YYYY-MM-DD');
});

const draw = (...parts: (string | number)[]): number[] => {
  const random = createRandom(...parts);
  return Array.from({ length: 500 }, () => random.integer(3, 5));
};

test('random streams are repeatable, independent and within their bounds', () => {
  expect(draw(1, 'a')).toEqual(draw(1, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
  expect(new Set(draw(1, 'a'))).toEqual(new Set([3, 4, 5]));
  expect(createRandom(1).hex(32)).toMatch(/^[0-9a-f]{32}$/);
});

test('flags of the command become options', () => {
  expect(readSimulatorCommand({ today: '2026-11-21', port: '0', dataset: 'runs.csv', uen: '201912345K' })).toEqual({
    port: 0,
    host: '127.0.0.1',
    seed: 1,
    today: '2026-11-21',
    dataset: { kind: 'csv', csvPath: 'runs.csv', uen: '201912345K' },
  });
  expect(readSimulatorCommand({ today: '2026-11-21', courses: '3' }).dataset).toEqual({ kind: 'generated', courses: 3 });
});

test.each([
  [{ today: '21/11/2026' }, 'today'],
  [{ today: '2026-11-21', port: '70000' }, 'port'],
  [{ today: '2026-11-21', uen: 'me' }, 'uen'],
  [{ today: '2026-11-21', colour: 'red' }, 'colour'],
])('flags %o are refused, and the mistake names %s', (flags, name) => {
  expect(() => readSimulatorCommand(flags)).toThrow(name);
});

test('the log of calls is bounded, its counts are not', () => {
  const log = createCallLog(() => 0, 10);
  for (let call = 0; call < 25; call++)
    log.start({ operation: 'token', method: 'POST', path: '/oauth/token', correlationId: null }).finish(200);

  expect(log.list().map(({ number }) => number)).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
  expect(log.counts()).toEqual({ token: 25 });
});
