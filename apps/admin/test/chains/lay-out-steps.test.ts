import { expect, test } from 'vitest';
import { type GraphStep, layOutSteps } from '~/chains/lay-out-steps';

const SIZE = { width: 100, height: 40, gapX: 20, gapY: 10 };
const hard = (step: string) => ({ step, kind: 'HARD' as const });

test('X12: tiers stand from left to right, the steps of a tier one under the other', () => {
  const steps: GraphStep[] = [
    { name: 'courses', tier: 1, needs: [] },
    { name: 'partners', tier: 1, needs: [] },
    { name: 'users', tier: 2, needs: [hard('courses'), { step: 'partners', kind: 'SOFT' }] },
  ];
  const { nodes, edges, width, height } = layOutSteps(steps, SIZE);
  expect(nodes).toEqual([
    { name: 'courses', x: 0, y: 0 },
    { name: 'partners', x: 0, y: 50 },
    { name: 'users', x: 120, y: 25 },
  ]);
  expect({ width, height }).toEqual({ width: 220, height: 90 });
  expect(edges.map(({ from, to, soft }) => [from, to, soft])).toEqual([
    ['courses', 'users', false],
    ['partners', 'users', true],
  ]);
  expect(edges[0]?.path).toBe('M100 20C110 20 110 45 120 45');
});

test('S4.3: a need that passes a tier runs below the nodes, and there is room for it', () => {
  const steps: GraphStep[] = [
    { name: 'a', tier: 1, needs: [] },
    { name: 'b', tier: 2, needs: [hard('a')] },
    { name: 'c', tier: 3, needs: [hard('a'), hard('b')] },
  ];
  const { edges, height } = layOutSteps(steps, SIZE);
  expect(height).toBe(60);
  const passing = edges.find(({ from, to }) => from === 'a' && to === 'c');
  expect(passing?.path).toMatch(/^M70 40V44Q70 50 76 50H.* V?/);
  expect(passing?.path.endsWith('V40')).toBe(true);
});

test('a need that the chain does not know any more has no line', () => {
  expect(layOutSteps([{ name: 'a', tier: 1, needs: [hard('gone')] }], SIZE).edges).toEqual([]);
});

test('a chain without steps takes no room', () => {
  expect(layOutSteps([], SIZE)).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
});
