import { expect, test } from 'vitest';
import { readSettings } from '../../server/settings.js';

test('without settings the console stands on port 3000 of this machine and asks the API beside it', () => {
  expect(readSettings({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    apiUrl: 'http://127.0.0.1:4000',
    publicUrl: new URL('http://localhost:3000'),
    trustProxy: 0,
    key: null,
    logLevel: 'info',
  });
});

test('an empty variable counts as none, and a slash at the end of the API’s address is not doubled', () => {
  const settings = readSettings({
    ADMIN_PORT: '',
    API_URL: 'https://api.rollcall.example.org/',
    ADMIN_URL: 'https://rollcall.example.org',
  });
  expect(settings.port).toBe(3000);
  expect(settings.apiUrl).toBe('https://api.rollcall.example.org');
  expect(settings.publicUrl.origin).toBe('https://rollcall.example.org');
});

test('every wrong setting is named at once', () => {
  expect(() => readSettings({ ADMIN_PORT: 'eighty', API_URL: 'ftp://x', TRUST_PROXY: '-1' })).toThrow(
    /ADMIN_PORT: .*API_URL: .*TRUST_PROXY: /s,
  );
});
