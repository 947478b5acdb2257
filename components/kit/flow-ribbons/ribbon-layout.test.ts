import { expect, it } from 'vitest';
import { commonScale, type FlowNode, heightFor, placeFlows } from './ribbon-layout.ts';

const node = (id: string, column: FlowNode['column']): FlowNode => ({ id, column });
const nodes = [node('s', 'source'), node('r', 'rule'), node('v1', 'end'), node('v2', 'end')];
const now = {
  nodes: nodes.slice(0, 3),
  links: [
    { from: 's', to: 'r', rate: 8 },
    { from: 'r', to: 'v1', rate: 8 },
  ],
};
const after = {
  nodes,
  links: [
    { from: 's', to: 'r', rate: 8 },
    { from: 'r', to: 'v1', rate: 6 },
    { from: 'r', to: 'v2', rate: 2 },
  ],
};
const box = { width: 500, height: 200, sides: 100, gap: 30, bar: 4 };

it('both pictures have one scale, and the fuller column fits', () => {
  const scale = commonScale([now, after], box);
  expect(scale.pixelsPerRate).toBe((200 - 60) / 8);
  const [one, two] = [placeFlows(now, box, scale), placeFlows(after, box, scale)];
  expect(one.nodes[0]?.height).toBe(two.nodes[0]?.height);
  expect(Math.max(...two.nodes.map(({ y, height }) => y + height))).toBeLessThanOrEqual(200);
});

it('bars of a column do not touch, and ribbons fill their bars', () => {
  const scale = commonScale([after], box);
  const { nodes: placed, links } = placeFlows(after, box, scale);
  const [v1, v2] = placed.slice(2);
  expect((v2?.y ?? 0) - (v1?.y ?? 0) - (v1?.height ?? 0)).toBeCloseTo(30);
  expect(links.map(({ id }) => id)).toEqual(['s r', 'r v1', 'r v2']);
});

it('nothing to draw has a scale, too', () => {
  expect(commonScale([{ nodes: [], links: [] }], box).pixelsPerRate).toBe(0);
  expect(heightFor([{ nodes: [] }], 30)).toBe(160);
});

it('names at the right may have more room than those at the left', () => {
  const flows = {
    nodes: [
      { id: 'a', column: 'source' as const },
      { id: 'z', column: 'end' as const },
    ],
    links: [{ from: 'a', to: 'z', rate: 1 }],
  };
  const xs = (ends?: number) =>
    placeFlows(flows, { ...box, ...(ends !== undefined && { ends }) }, { pixelsPerRate: 1 }).nodes.map(
      ({ x }) => x,
    );
  expect(xs()).toEqual([100, 396]);
  expect(xs(180)).toEqual([100, 316]);
});
