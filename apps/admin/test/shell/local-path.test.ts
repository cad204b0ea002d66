import { expect, test } from 'vitest';
import { localPath } from '~/shell/local-path';

test.each(['/', '/p/T26ZZ0001K?status=OPEN#top', '/p/a%20b'])('%s is a path of the console', (path) => {
  expect(localPath(path)).toBe(path);
});

test.each([
  null,
  undefined,
  42,
  '',
  'p/x',
  '//evil.example.org',
  '/\\evil.example.org',
  'https://evil.example.org/p',
  'javascript:alert(1)',
  '/.//evil.example.org',
  '/..//evil.example.org',
  '/%2e//evil.example.org',
  '/\t/evil.example.org',
])('%s leads home', (given) => {
  expect(localPath(given)).toBe('/');
});
