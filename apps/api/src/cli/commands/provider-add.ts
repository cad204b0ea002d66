import type { Command } from 'commander';
import { addProvider } from '../../modules/training-providers/add-provider.js';
import type { NewProvider } from '../../modules/training-providers/provider-fields.js';
import { type Cli, withDependencies } from '../context.js';
import { addSettingOptions, type SettingOptions, toChanges } from '../options/provider-settings.js';
import { providerText } from '../output/provider-text.js';
import { print, printJson } from '../output/terminal.js';

/** `rollcall provider add --uen UEN --name NAME` */
export function addProviderAdd(parent: Command, cli: Cli): void {
  const command = parent
    .command('add')
    .description('add a training provider')
    .requiredOption('--uen <uen>', 'unique entity number, for example 201912345K')
    .requiredOption('--name <name>', 'registered name')
    .option('--json', 'print the provider as JSON');
  addSettingOptions(command).action(async (options: SettingOptions & { uen: string; name: string; json?: true }) => {
    await withDependencies(cli, async (deps) => {
      const given: NewProvider = { ...toChanges(options), uen: options.uen, name: options.name };
      const provider = await addProvider(deps, given);
      if (options.json) return printJson(cli.terminal, provider);
      return print(cli.terminal, `Added.\n${providerText(provider)}`);
    });
  });
}
