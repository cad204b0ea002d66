import { checkFileSizes } from '../check-file-size.mjs';
import { runBin } from './process.mjs';
import { turbo } from './turbo.mjs';

const captured = { output: 'capture' };

/** What must hold before a test is worth running; the quickest first. */
export const checks = [
  { name: 'file sizes', run: async () => checkFileSizes(), remedy: 'Split the file by noun or by use case.' },
  { name: 'oxlint', run: () => runBin('oxlint', ['--quiet'], captured) },
  { name: 'biome', run: () => runBin('biome', ['check', '.'], captured), remedy: 'npm run format puts most of it in order.' },
  {
    name: 'imports',
    run: () => runBin('depcruise', ['--config', '.dependency-cruiser.cjs', 'apps', 'packages', 'prisma/src'], captured),
    remedy: 'The rules and their reasons stand in .dependency-cruiser.cjs.',
  },
  { name: 'unused code', run: () => runBin('knip', ['--no-progress', '--no-config-hints'], captured) },
  {
    name: 'schema changes',
    // Loaded late: it needs packages, which the first command of a new checkout brings.
    run: async () => (await import('./schema-changes.mjs')).checkSchemaChanges(),
    remedy:
      'Programs rely on the released schema: keep what is there and deprecate it first (docs/api.md, "Changes and deprecation").',
  },
  { name: 'types', run: () => turbo('typecheck', captured) },
];
