import type { Command } from 'commander';
import { listApiKeys } from '../../modules/api-keys/list-api-keys.js';
import { type Cli, withDependencies } from '../context.js';
import { apiKeysText } from '../output/api-keys-text.js';
import { note, print, printJson } from '../output/terminal.js';

/** `rollcall api-key list` */
export function addApiKeyList(parent: Command, cli: Cli): void {
  parent
    .command('list')
    .description('list the API keys: what they may do, until when, when they were last used')
    .option('--provider <uen>', 'only those of this provider')
    .option('--json', 'print them as JSON')
    .action(async ({ provider, json }: { provider?: string; json?: true }) => {
      const keys = await withDependencies(cli, ({ database, now }) =>
        listApiKeys(database.pool, { provider: provider ?? null, now: now() }),
      );
      if (json) return printJson(cli.terminal, keys);
      if (keys.length === 0)
        return note(cli.terminal, 'There is no API key. Make one: rollcall api-key create NAME --scopes SCOPES --owner EMAIL');
      return print(cli.terminal, apiKeysText(keys));
    });
}
