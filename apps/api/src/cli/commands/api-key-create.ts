import type { Action } from '@rollcall/domain/permission/actions';
import { KEY_SCOPES } from '@rollcall/domain/permission/decide-scopes';
import type { Command } from 'commander';
import { systemPrincipal } from '../../access/system-principal.js';
import { createApiKey, DEFAULT_LIFETIME_DAYS, LONGEST_LIFETIME_DAYS } from '../../modules/api-keys/create-api-key.js';
import { resolveProvider } from '../../modules/training-providers/resolve-provider.js';
import { type Cli, withDependencies } from '../context.js';
import { namedChoices } from '../options/named-choices.js';
import { atLeastOne } from '../options/whole-number.js';
import { note, print, printJson } from '../output/terminal.js';

interface CreateOptions {
  scopes: Action[];
  owner: string;
  days: number;
  provider?: string;
  json?: true;
}

const DAY = 24 * 60 * 60 * 1000;

/** `rollcall api-key create "Attendance kiosk" --scopes course_run.read,enrolment.read --owner ann.lee@example.org` */
export function addApiKeyCreate(parent: Command, cli: Cli): void {
  parent
    .command('create <name>')
    .description('make a key with which a machine works at one provider; it is shown this once')
    .requiredOption('--scopes <scopes>', 'what it may do, with commas between', namedChoices(KEY_SCOPES))
    .requiredOption('--owner <email>', 'whose key it is: when they are deactivated, it is revoked')
    .option('--days <days>', `for how long it is good, at most ${LONGEST_LIFETIME_DAYS}`, atLeastOne, DEFAULT_LIFETIME_DAYS)
    .option('--provider <uen>', 'the provider, where there are several')
    .option('--json', 'print the key as JSON')
    .addHelpText('after', `\nScopes:\n${KEY_SCOPES.map((scope) => `  ${scope}`).join('\n')}`)
    .action((name: string, options: CreateOptions) => create(cli, name, options));
}

function create(cli: Cli, name: string, { scopes, owner, days, provider: uen, json }: CreateOptions): Promise<void> {
  return withDependencies(cli, async (deps) => {
    const provider = await resolveProvider(deps.database.pool, uen?.trim().toUpperCase());
    const expiresAt = new Date(deps.now() + days * DAY);
    const wish = { name, provider: provider.uen, scopes, expiresAt, ownerEmail: owner };
    const { apiKeyId, key } = await createApiKey(deps, systemPrincipal('cli'), wish);
    if (json) return printJson(cli.terminal, { apiKeyId, key, expiresAt });
    note(cli.terminal, 'Store it now, where secrets are kept: it is shown this once. Send it in the header x-api-key.');
    return print(cli.terminal, key ?? '');
  });
}
