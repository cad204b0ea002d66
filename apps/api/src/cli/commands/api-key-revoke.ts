import type { Command } from 'commander';
import { systemPrincipal } from '../../access/system-principal.js';
import { revokeApiKey } from '../../modules/api-keys/revoke-api-key.js';
import { type Cli, withDependencies } from '../context.js';
import { rowId } from '../options/row-id.js';
import { note, printJson } from '../output/terminal.js';

/** `rollcall api-key revoke ID --reason "was shared by mistake"` */
export function addApiKeyRevoke(parent: Command, cli: Cli): void {
  parent
    .command('revoke')
    .description('refuse a key from now on')
    .argument('<id>', 'of the key', rowId)
    .requiredOption('--reason <text>', 'why, for the audit')
    .option('--json', 'print what was done as JSON')
    .action(async (apiKeyId: string, { reason, json }: { reason: string; json?: true }) => {
      await withDependencies(cli, (deps) => revokeApiKey(deps, systemPrincipal('cli'), { apiKeyId, reason }));
      if (json) return printJson(cli.terminal, { revoked: apiKeyId });
      note(cli.terminal, 'The key is refused from now on.');
    });
}
