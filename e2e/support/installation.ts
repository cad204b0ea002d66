import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runningDatabase } from './embedded-database.js';
import { type Ending, type Program, startProgram } from './program.js';
import { PROGRAMS } from './repository.js';
import { environmentOf, type Settings } from './settings.js';
import { controlSimulator, type SimulatorControl } from './simulator-control.js';

/** A running `npm start`. */
export interface System extends Program {
  /** Of the API, once it listens. */
  url(): Promise<string>;
  /** Until the start says that everything is up and its sync is done. */
  ready(): Promise<void>;
}

export interface CommandResult {
  code: Ending;
  stdout: string;
  stderr: string;
}

export interface SimulatedSsg extends SimulatorControl {
  program: Program;
  /** What makes Rollcall talk to it, without a pause between calls. */
  settings: Settings;
  uen: string;
}

/** What `rollcall simulator --json` prints. */
interface ServedBySimulator {
  url: string;
  clientId: string;
  clientSecret: string;
  encryptionKey: string | null;
  providers: { uen: string }[];
}

/** One person's Rollcall: a data folder, settings, and what was started with them. */
export interface Installation {
  dataFolder: string;
  /** `npm start`, straight from the build or through the npm script's own program. */
  start(settings?: Settings, command?: keyof typeof PROGRAMS): System;
  /** Starts `rollcall worker`. */
  worker(settings?: Settings): Program;
  /** Runs `rollcall …words` to its end. */
  rollcall(words: readonly string[], settings?: Settings): Promise<CommandResult>;
  /** Starts `rollcall simulator …words` and waits until it serves. */
  simulator(words?: readonly string[]): Promise<SimulatedSsg>;
  /** Writes a file into the folder in which commands run. */
  write(name: string, text: string): Promise<void>;
  /** Everything that was started here, in order. */
  programs: readonly Program[];
  /** Ends what still runs and removes the folder. */
  remove(): Promise<void>;
}

export async function createInstallation(folderPrefix: string): Promise<Installation> {
  const folder = await mkdtemp(path.join(tmpdir(), folderPrefix));
  // Root hands the database to another user, who must be able to pass.
  await chmod(folder, 0o711);
  const dataFolder = path.join(folder, 'data');
  const programs: Program[] = [];
  // Port 0 is any free one; the start says which. Most walks look at no page: they leave the console out.
  const own: Settings = {
    ROLLCALL_DATA_DIR: dataFolder,
    API_PORT: '0',
    ROLLCALL_ADMIN: '0',
    ADMIN_PORT: '0',
    SSG_SIMULATOR_PORT: '0',
  };

  const run = (command: readonly string[], settings: Settings = {}): Program => {
    const program = startProgram(command, { environment: environmentOf(own, settings), folder });
    programs.push(program);
    return program;
  };
  const rollcall = async (words: readonly string[], settings?: Settings): Promise<CommandResult> => {
    const program = run([...PROGRAMS.rollcall, ...words], settings);
    const code = await program.ended;
    return { code, stdout: program.stdout, stderr: program.stderr };
  };

  return {
    dataFolder,
    programs,
    rollcall,
    worker: (settings) => run([...PROGRAMS.rollcall, 'worker'], settings),
    start(settings, command = 'start') {
      const program = run(PROGRAMS[command], settings);
      return Object.assign(program, {
        url: async () => (await program.says(/API +(http:\S+)/))[1] ?? '',
        ready: async () => void (await program.says(/Rollcall is ready\.[^]*Ctrl-C stops everything\./)),
      });
    },
    async simulator(words = []) {
      const program = run([...PROGRAMS.rollcall, 'simulator', '--port', '0', '--json', ...words]);
      const [text] = await program.says(/^\{[^]*^\}$/m);
      const served = JSON.parse(text) as ServedBySimulator;
      const settings = {
        SSG_BASE_URL: served.url,
        SSG_CLIENT_ID: served.clientId,
        SSG_CLIENT_SECRET: served.clientSecret,
        SSG_ENCRYPTION_KEY: served.encryptionKey ?? '',
        SSG_RATE_LIMIT_MS: '0',
      };
      return { ...controlSimulator(served.url), program, settings, uen: served.providers[0]?.uen ?? '' };
    },
    write: (name, text) => writeFile(path.join(folder, name), text),
    async remove() {
      for (const program of programs.toReversed()) await program.endNow();
      // Asked only where one runs: the command would first start it.
      if (runningDatabase(dataFolder)) await run([...PROGRAMS.rollcall, 'db', 'stop']).ended;
      await rm(folder, { recursive: true });
    },
  };
}
