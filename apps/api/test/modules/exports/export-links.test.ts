import { expect, test } from 'vitest';
import { createExportLinks } from '../../../src/modules/exports/export-links.js';

const LINK = { exportId: '01900000-0000-7000-8000-000000000001', requestedBy: 'user:1', expires: 1_800_000_000 };
const links = createExportLinks('an invented key');
const signature = new URL(links.pathOf(LINK), 'http://localhost').searchParams.get('signature') ?? '';

test('a link is good as it was given', () => {
  expect(links.isSigned(LINK, signature)).toBe(true);
});

test.each([
  ['file', { exportId: '01900000-0000-7000-8000-000000000002' }],
  ['person', { requestedBy: 'user:2' }],
  ['time', { expires: LINK.expires + 1 }],
])('a link is worth nothing for another %s', (_what, change) => {
  expect(links.isSigned({ ...LINK, ...change }, signature)).toBe(false);
});

test.each(['', 'x', signature.slice(1), `${signature}AAAA`, signature.toLowerCase()])('%j is no signature of it', (given) => {
  expect(links.isSigned(LINK, given)).toBe(false);
});

test('a link of another installation is worth nothing here', () => {
  expect(createExportLinks('another key').isSigned(LINK, signature)).toBe(false);
});
