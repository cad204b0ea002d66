import { readFileSync } from 'node:fs';
import { fromRoot } from './repository.js';

/** Environment variables by name. */
export type Settings = Readonly<Record<string, string>>;

/** Of whoever asks over HTTP in the walks; an installation that is to know it is given it. */
export const EXTERNAL_KEY = 'an-invented-key-for-walks';
export const WITH_EXTERNAL_KEY: Settings = { EXTERNAL_API_KEY_FOR_CLAWDBOT: EXTERNAL_KEY };

/** Every variable that Rollcall reads, empty: neither the shell nor an `.env` of whoever runs the walks has a say in them. */
const NOTHING_SET: Settings = Object.fromEntries(
  [...readFileSync(fromRoot('.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => [name, '']),
);

/** What a program needs of the machine and nothing of Rollcall, then the given settings. */
export function environmentOf(...settings: readonly Settings[]): Record<string, string> {
  const machine = Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'SystemRoot'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return Object.assign({ ...machine, ...NOTHING_SET, NO_COLOR: '1' }, ...settings);
}
