import type { Command } from 'commander';
import { changeProvider } from '../../modules/training-providers/change-provider.js';
import { type Cli, withDependencies } from '../context.js';
import { addSettingOptions, type SettingOptions, toChanges } from '../options/provider-settings.js';
import { providerText } from '../output/provider-text.js';
import { print, printJson } from '../output/terminal.js';

/** `rollcall provider set UEN --threshold-days 30` */
export function addProviderSet(parent: Command, cli: Cli): void {
  const command = parent
    .command('set <uen>')
    .description('change settings of a training provider')
    .option('--name <name>', 'registered name')
    .option('--json', 'print the provider as JSON');
  addSettingOptions(command).action(async (uen: string, options: SettingOptions & { json?: true }) => {
    const changes = toChanges(options);
    if (Object.keys(changes).length === 0) command.error('error: name at least one setting to change', { exitCode: 2 });
    const { provider, changed } = await withDependencies(cli, (deps) => changeProvider(deps, uen.trim().toUpperCase(), changes));
    if (options.json) return printJson(cli.terminal, { ...provider, changed });
    return print(
      cli.terminal,
      `${changed ? 'Changed.' : 'Nothing to change: the settings are so already.'}\n${providerText(provider)}`,
    );
  });
}
