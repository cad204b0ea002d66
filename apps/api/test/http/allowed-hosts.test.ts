import type { Request, Response } from 'express';
import { expect, test } from 'vitest';
import { refuseForeignHosts } from '../../src/http/allowed-hosts.js';
import { Problem } from '../../src/http/problem.js';
import { readSettings } from '../../src/settings/settings.js';

/** Whether a request with this Host header is served. */
function isServed(environment: Record<string, string>, host: string | undefined): boolean {
  let served = false;
  try {
    refuseForeignHosts(readSettings(environment))({ headers: { host } } as Request, {} as Response, () => {
      served = true;
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 421) throw error;
  }
  return served;
}

test.each<[string, Record<string, string>, string, string]>([
  ['this machine', {}, 'localhost:4000', '192.168.1.5:4000'],
  ['this machine by IPv6', {}, '[::1]:4000', '[2001:db8::1]:4000'],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://api.example.org' }, 'API.example.org', 'example.org'],
  ['ADMIN_URL', { ADMIN_URL: 'https://console.example.org' }, 'console.example.org:443', 'console.example.org.evil.example'],
  ['ADMIN_URL by IPv6', { ADMIN_URL: 'http://[2001:db8::1]:3000' }, '[2001:db8::1]:3000', '[2001:db8::2]:3000'],
  ['the address it listens on', { API_HOST: '10.0.0.5' }, '10.0.0.5:4000', '10.0.0.6:4000'],
])('requests to %s are served, others are not', (_what, environment, own, foreign) => {
  expect(isServed(environment, own)).toBe(true);
  expect(isServed(environment, foreign)).toBe(false);
});

test.each([undefined, '', 'localhost:x', 'localhost, evil.example.org', ' '])('the Host header %j names nobody', (host) => {
  expect(isServed({}, host)).toBe(false);
});
