/** A step as its place in the graph needs it. */
export interface GraphStep {
  name: string;
  tier: number;
  needs: { step: string; kind: 'HARD' | 'SOFT' }[];
}

export interface GraphNode {
  name: string;
  x: number;
  y: number;
}

export interface GraphEdge {
  from: string;
  to: string;
  soft: boolean;
  /** Of an SVG path, from the right of one node to the left of the other; below all nodes where it passes a tier. */
  path: string;
}

export interface StepLayout {
  width: number;
  height: number;
  nodes: GraphNode[];
  edges: GraphEdge[];
}

export interface NodeSize {
  width: number;
  height: number;
  /** Between tiers, and between the steps of a tier. */
  gapX: number;
  gapY: number;
}

/** How far apart lines run that pass below the nodes. */
const LANE = 10;

/** Tiers from left to right, the steps of a tier one under the other; the same for the same chain. */
export function layOutSteps(steps: readonly GraphStep[], size: NodeSize): StepLayout {
  const tiers = [...new Set(steps.map(({ tier }) => tier))].sort((one, other) => one - other);
  const columns = tiers.map((tier) => steps.filter((step) => step.tier === tier));
  const rows = Math.max(0, ...columns.map((column) => column.length));
  const nodesHeight = Math.max(0, rows * (size.height + size.gapY) - size.gapY);
  const nodes = columns.flatMap((column, index) => {
    const height = column.length * (size.height + size.gapY) - size.gapY;
    const top = (nodesHeight - height) / 2;
    return column.map(({ name }, row) => ({
      name,
      x: index * (size.width + size.gapX),
      y: top + row * (size.height + size.gapY),
    }));
  });
  const { edges, lanes } = layOutEdges(steps, { nodes, tiers, size, nodesHeight });
  return {
    width: Math.max(0, columns.length * (size.width + size.gapX) - size.gapX),
    height: nodesHeight + lanes * LANE,
    nodes,
    edges,
  };
}

function layOutEdges(
  steps: readonly GraphStep[],
  { nodes, tiers, size, nodesHeight }: { nodes: GraphNode[]; tiers: number[]; size: NodeSize; nodesHeight: number },
): { edges: GraphEdge[]; lanes: number } {
  const nodeOf = new Map(nodes.map((node) => [node.name, node]));
  const columnOf = new Map(steps.map(({ name, tier }) => [name, tiers.indexOf(tier)]));
  let lanes = 0;
  const edges = steps.flatMap((step) =>
    step.needs.flatMap(({ step: need, kind }): GraphEdge[] => {
      const source = nodeOf.get(need);
      const target = nodeOf.get(step.name);
      if (!source || !target) return [];
      const passes = (columnOf.get(step.name) ?? 0) - (columnOf.get(need) ?? 0) > 1;
      if (passes) lanes++;
      const path = passes ? pathBelow(source, target, size, nodesHeight + lanes * LANE) : pathAcross(source, target, size);
      return [{ from: need, to: step.name, soft: kind === 'SOFT', path }];
    }),
  );
  return { edges, lanes: lanes === 0 ? 0 : lanes + 1 };
}

function pathAcross(source: GraphNode, target: GraphNode, { width, height }: NodeSize): string {
  const [x1, y1] = [source.x + width, source.y + height / 2];
  const [x2, y2] = [target.x, target.y + height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function pathBelow(source: GraphNode, target: GraphNode, { width, height }: NodeSize, lane: number): string {
  const [x1, y1] = [source.x + width * 0.7, source.y + height];
  const [x2, y2] = [target.x + width * 0.3, target.y + height];
  return `M${x1} ${y1}V${lane - 6}Q${x1} ${lane} ${x1 + 6} ${lane}H${x2 - 6}Q${x2} ${lane} ${x2} ${lane - 6}V${y2}`;
}
