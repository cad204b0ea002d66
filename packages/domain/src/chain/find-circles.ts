import type { ChainDeclaration } from './chain.js';

/**
 * The circles among a chain's needs, each once and with its first step at both ends: `['a', 'b', 'a']` where a needs b and b
 * needs a. A step that needs itself is not among them. Finds at least one wherever there is one.
 */
export function findCircles(chain: ChainDeclaration): string[][] {
  const needs = new Map(chain.steps.map((step) => [step.name, step.needs.map((need) => need.step)]));
  const finished = new Set<string>();
  const circles: string[][] = [];
  const visit = (name: string, path: readonly string[]): void => {
    const start = path.indexOf(name);
    if (start !== -1) {
      if (path.length - start > 1) circles.push([...path.slice(start), name]);
      return;
    }
    if (finished.has(name)) return;
    for (const need of needs.get(name) ?? []) visit(need, [...path, name]);
    finished.add(name);
  };
  for (const { name } of chain.steps) visit(name, []);
  return circles;
}
