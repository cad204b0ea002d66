import { existsSync } from 'node:fs';
import path from 'node:path';
import { checks } from './checks.mjs';
import { fromRoot, root } from './paths.mjs';
import { ensureBuild, ensurePackages, PreparationError } from './prepare.mjs';
import { run, runBin } from './process.mjs';
import { runStages } from './stages.mjs';
import { endToEndTests, unitTests } from './tests.mjs';

const usage = `node tools/run.mjs <command>

  start            install, build and start Rollcall with its console, its database and, where none is set, the SSG simulator
  test             build, check, run every test
  check            formatting, lint, import rules, unused code, types, file sizes
  build            generate and build every package
  e2e              the browser tests
  bench NAME       a benchmark, for example: bench sync
  prisma …         the Prisma command line on this schema, for example: prisma migrate status
  format           put formatting and imports in order
  rollcall …       the Rollcall command line; rollcall --help lists its commands
`;

const commands = {
  start: async (args) => {
    await ensureBuild();
    return node(['apps/api/dist/start/main.js', ...args]);
  },
  rollcall: async (args) => {
    await ensureBuild();
    return node(['apps/api/dist/cli/main.js', ...args]);
  },
  build: async () => {
    await ensureBuild({ always: true, quiet: false });
    return 0;
  },
  check: async () => {
    await ensurePackages();
    return runStages(checks);
  },
  test: async (args) => {
    await ensurePackages();
    return runStages([
      { name: 'build', run: async () => void (await ensureBuild({ always: true, quiet: false })) },
      ...checks,
      unitTests(args),
      endToEndTests(),
    ]);
  },
  e2e: async (args) => {
    await ensureBuild();
    return runStages([endToEndTests(args)]);
  },
  bench: async ([name, ...args]) => {
    await ensureBuild();
    const candidates = ['apps/api', 'packages/domain', 'packages/ssg', 'e2e'].map((folder) => `${folder}/bench/${name}.ts`);
    const file = candidates.find((candidate) => existsSync(fromRoot(candidate)));
    if (!name || !file) return fail(`There is no benchmark "${name ?? ''}". Looked for ${candidates.join(', ')}.`);
    return (await run(process.execPath, ['--conditions=rollcall-source', '--import', 'tsx', fromRoot(file), ...args])).code;
  },
  prisma: async (args) => {
    await ensurePackages();
    loadEnvironmentFile();
    return (await run(process.execPath, [fromRoot('prisma/tools/prisma.mjs'), ...args], { cwd: fromRoot('prisma') })).code;
  },
  format: async () => {
    await ensurePackages();
    return (await runBin('biome', ['check', '--write', '.'])).code;
  },
};

/** Runs one command of this tool and gives the exit code. */
export async function runCommand([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(name ? `There is no command "${name}".\n\n${usage}` : usage);
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    if (error instanceof PreparationError) return fail(error.message);
    throw error;
  }
}

/** Runs a program of apps/api in the folder the user stands in, so that `import courses list.csv` means the list there. */
async function node([file, ...args]) {
  loadEnvironmentFile();
  const environment = {
    ...process.env,
    // Libraries check more elsewhere, and GraphQL's pays for it with every field of an answer.
    NODE_ENV: process.env.NODE_ENV || 'production',
    ROLLCALL_DATA_DIR: path.resolve(root, process.env.ROLLCALL_DATA_DIR || '.data'),
  };
  const { code } = await run(process.execPath, [fromRoot(file), ...args], {
    cwd: process.env.INIT_CWD || process.cwd(),
    environment,
  });
  return code;
}

/** `.env` fills in what the environment does not say. Only for commands that run the product: tests take no settings from it. */
function loadEnvironmentFile() {
  if (existsSync(fromRoot('.env'))) process.loadEnvFile(fromRoot('.env'));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}
