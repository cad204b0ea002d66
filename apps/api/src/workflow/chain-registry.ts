import { tiersOf } from '@rollcall/domain/chain/tiers';
import { validateChain } from '@rollcall/domain/chain/validate-chain';
import type { Chain } from './chain.js';
import { checkCron } from './cron.js';

/** The chains that this installation knows. */
export interface ChainRegistry {
  all: readonly Chain[];
  /** Throws `UnknownChainError`. */
  get(name: string): Chain;
  /** Null where this release does not have the chain: rows of an earlier release, or of the next one, may name it. */
  find(name: string): Chain | null;
}

/** No chain has the given name. */
export class UnknownChainError extends Error {
  readonly remedy: string;
  constructor(name: string, known: readonly string[]) {
    super(`There is no chain ${name}.`);
    this.name = 'UnknownChainError';
    this.remedy = `The chains are ${known.join(', ')}.`;
  }
}

/** A chain is declared wrongly: nothing starts before that is mended. */
export class ChainDeclarationError extends Error {
  readonly remedy = 'Correct the declaration; each line says where.';
  constructor(readonly mistakes: readonly string[]) {
    super(`Chains are declared wrongly:\n${mistakes.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ChainDeclarationError';
  }
}

/** Checks every declaration, its handlers, checks and schedule. Throws `ChainDeclarationError` with all mistakes at once. */
export function createChainRegistry(chains: readonly Chain[]): ChainRegistry {
  const mistakes = chains.flatMap(mistakesOf);
  const names = chains.map(({ declaration }) => declaration.name);
  for (const name of new Set(names.filter((other, index) => names.indexOf(other) !== index)))
    mistakes.push(`${name}: two chains have this name`);
  if (mistakes.length > 0) throw new ChainDeclarationError(mistakes);
  const byName = new Map(chains.map((chain) => [chain.declaration.name, chain]));
  return {
    all: chains,
    find: (name) => byName.get(name) ?? null,
    get: (name) => {
      const chain = byName.get(name);
      if (!chain) throw new UnknownChainError(name, names);
      return chain;
    },
  };
}

function mistakesOf(chain: Chain): string[] {
  const { declaration, schedule, handlers, checks } = chain;
  const { name, steps } = declaration;
  const zone = schedule.timeZone === 'provider' ? 'Asia/Singapore' : schedule.timeZone;
  return [
    ...validateChain(declaration).map(({ where, message }) => `${where}: ${message}`),
    ...steps.filter((step) => !handlers[step.name]).map((step) => `${name}.steps.${step.name}: no handler`),
    ...Object.keys(handlers)
      .filter((handler) => !steps.some((step) => step.name === handler))
      .map((handler) => `${name}.handlers.${handler}: the chain has no such step`),
    ...steps.flatMap((step) =>
      step.prerequisites
        .filter((prerequisite) => !checks[prerequisite.name])
        .map((prerequisite) => `${name}.steps.${step.name}.prerequisites.${prerequisite.name}: no check of that name`),
    ),
    ...checkCron(schedule.cron, zone).map((message) => `${name}.schedule: ${message}`),
  ];
}

/** The tiers of a chain's steps, from 1 (S4.3). */
export const tierOf = (chain: Chain, step: string): number => tiersOf(chain.declaration).get(step) ?? 1;
