import { readdirSync, readFileSync } from 'node:fs';

/** The console's route modules, which its route tables name as texts. */
function routeModules() {
  const folder = new URL('apps/admin/', import.meta.url);
  const tables = readdirSync(new URL('app/', folder), { recursive: true }).filter((file) =>
    /(^|\/)routes\.ts$/.test(String(file)),
  );
  return tables.flatMap((table) =>
    [...readFileSync(new URL(`app/${table}`, folder), 'utf8').matchAll(/'([\w/-]+\.tsx?)'/g)].map(([, file]) => `app/${file}`),
  );
}

/** @type {import('knip').KnipConfig} */
export default {
  ignoreExportsUsedInFile: true,
  workspaces: {
    '.': {
      project: ['tools/**/*.{mjs,ts}'],
      ignoreDependencies: ['tsx', 'turbo', 'oxlint', '@biomejs/biome'],
    },
    'apps/api': {
      entry: ['src/cli/main.ts', 'src/start/main.ts', 'test/**/*.test.ts', 'bench/*.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
      includeEntryExports: true,
      ignoreDependencies: ['@graphql-inspector/core', 'eventsource'],
    },
    'packages/*': {
      entry: ['test/**/*.test.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts'],
      includeEntryExports: true,
    },
    prisma: {
      entry: ['tools/schema-engine.mjs', 'test/**/*.test.ts'],
      project: ['src/*.ts', 'tools/**/*.mjs', 'test/**/*.ts'],
      ignoreDependencies: [
        '@pothos/core',
        '@pothos/plugin-prisma',
        '@prisma/client',
        'graphql',
        '@prisma/schema-engine-wasm',
        'prisma-pothos-types',
      ],
    },
    e2e: {
      entry: ['bench/*.ts'],
      ignoreDependencies: ['@playwright/test'],
    },
    'apps/admin': {
      entry: [
        'app/root.tsx',
        'app/routes.ts',
        'app/entry.{client,server}.tsx',
        ...routeModules(),
        'server/main.ts',
        'test/**/*.test.ts',
        'bench/*.ts',
      ],
      project: ['app/**/*.{ts,tsx}', 'server/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
      paths: {
        '~/*': ['./app/*'],
      },
    },
  },
};
