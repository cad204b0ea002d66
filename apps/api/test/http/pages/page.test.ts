import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STYLES } from '../../../src/http/pages/page-styles.js';
import { startTestApi, type TestApi } from '../test-api.js';
import { openBrowser } from './browser.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const names = (text: string) => [...text.matchAll(/(--[a-z-]+): /g)].map(([, name]) => name);

describe('light and dark', () => {
  test.each([
    ['theme=dark', '<html lang="en" data-theme="dark">'],
    ['other=1; theme=light', '<html lang="en" data-theme="light">'],
    ['theme="><script>', '<html lang="en">'],
    ['theme=', '<html lang="en">'],
    ['a=b', '<html lang="en">'],
  ])('the cookie %s chooses %s', async (cookie, tag) => {
    expect((await openBrowser(api).get('/sign-in', { cookie })).text).toContain(tag);
  });

  test('each colour has a value for both', () => {
    const light = /:root \{ color-scheme: light dark; ([^}]*)\}/.exec(STYLES)?.[1] ?? '';
    const dark = /\[data-theme="dark"\] \{ color-scheme: dark; ([^}]*)\}/.exec(STYLES)?.[1] ?? '';
    expect(names(light).length).toBeGreaterThan(10);
    expect(names(dark)).toEqual(names(light));
    const used = new Set([...STYLES.matchAll(/var\((--[a-z-]+)\)/g)].map(([, name]) => name));
    expect(new Set(names(light))).toEqual(used);
  });

  test('text is as legible as WCAG AA asks (4.5:1) on what it stands on, in both', () => {
    for (const block of STYLES.match(/--primary: [^}]*/g) ?? []) {
      const colours = Object.fromEntries(
        [...block.matchAll(/(--[a-z-]+): (#[0-9a-f]+)/g)].map(([, name, value]) => [name, value]),
      );
      for (const [ink, ground] of [
        ['--ink', '--card'],
        ['--ink', '--ground'],
        ['--quiet', '--card'],
        ['--primary', '--card'],
        ['--on-primary', '--primary'],
        ['--on-primary', '--primary-strong'],
        ['--danger', '--danger-soft'],
        ['--good', '--good-soft'],
      ] as const)
        expect(contrast(colours[ink] ?? '', colours[ground] ?? ''), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('the page and its style sheet load nothing from elsewhere, and run nothing', async () => {
  const { text, headers } = await openBrowser(api).get('/sign-in');
  expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect(headers.get('content-security-policy')).not.toContain('script-src');
  const styles = await openBrowser(api).get('/pages.css');
  expect(styles.headers.get('content-type')).toMatch(/^text\/css/);
  expect(styles.text).not.toMatch(/url\(|@import/);
});

/** WCAG 2: from 1 (the same) to 21 (black on white). */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.slice(1);
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = (full.match(/../g) ?? []).map((pair) => {
    const value = Number.parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
