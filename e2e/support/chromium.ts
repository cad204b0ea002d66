import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

export interface FoundChromium {
  executable: string;
  /** In words, for the terminal. */
  from: string;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALL_MS = 5 * 60_000;

function onPath(): FoundChromium | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const executable = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
  return executable ? { executable, from: `on PATH: ${executable}` } : null;
}

function ofPlaywright(): FoundChromium | null {
  const executable = chromium.executablePath();
  return existsSync(executable) ? { executable, from: `Playwright’s own: ${executable}` } : null;
}

const run = (command: string, words: readonly string[], environment: Record<string, string> = {}): boolean =>
  spawnSync(command, words, { stdio: 'ignore', timeout: INSTALL_MS, env: { ...process.env, ...environment } }).status === 0;

/** Playwright downloads it; where its servers cannot be reached, the system's package manager may have it. */
const INSTALLERS: { name: string; install: () => FoundChromium | null }[] = [
  {
    name: 'Playwright’s download',
    install: () => (run('npx', ['playwright', 'install', 'chromium']) ? ofPlaywright() : null),
  },
  {
    name: 'apt-get install chromium',
    install: () => {
      if (process.getuid?.() !== 0) return null;
      const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
      run('apt-get', ['update', '-q'], quiet);
      return run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], quiet) ? onPath() : null;
    },
  },
];

/** A Chromium of this machine, installed where there is none; null where that is not possible. Says on the terminal which. */
export function ensureChromium(): FoundChromium | null {
  const present = onPath() ?? ofPlaywright();
  if (present) return present;
  for (const { name, install } of INSTALLERS) {
    process.stdout.write(`No Chromium here: trying ${name} …\n`);
    const installed = install();
    if (installed) return { ...installed, from: `installed by ${name}` };
  }
  return null;
}

/** How it is started: without what would call other hosts. */
export const CHROMIUM_WORDS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
