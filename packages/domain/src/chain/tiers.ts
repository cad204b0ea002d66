import type { ChainDeclaration, StepDeclaration } from './chain.js';

/**
 * The tier of each step (S4.3): 1 for a step that needs none, else one more than the highest tier among its needs.
 * @throws RangeError for a chain with a circle or an unknown need; `validateChain` says which.
 */
export function tiersOf(chain: ChainDeclaration): Map<string, number> {
  const steps = new Map(chain.steps.map((step) => [step.name, step]));
  const tiers = new Map<string, number>();
  const begun = new Set<string>();
  const tierOf = (name: string): number => {
    const known = tiers.get(name);
    if (known !== undefined) return known;
    const step = steps.get(name);
    if (step === undefined || begun.has(name)) {
      throw new RangeError(`Chain ${chain.name} has no order because of "${name}"; validate the chain where it is declared.`);
    }
    begun.add(name);
    const tier = 1 + Math.max(0, ...step.needs.map((need) => tierOf(need.step)));
    tiers.set(name, tier);
    return tier;
  };
  for (const step of chain.steps) tierOf(step.name);
  return tiers;
}

/** The steps in an order in which each comes after all that it needs. */
export function inTierOrder(chain: ChainDeclaration, tiers = tiersOf(chain)): StepDeclaration[] {
  return chain.steps.toSorted((one, other) => (tiers.get(one.name) ?? 0) - (tiers.get(other.name) ?? 0));
}
