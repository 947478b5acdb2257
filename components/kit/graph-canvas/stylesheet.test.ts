import { expect, test } from 'vitest';
import { tokens } from '#components/ui/tokens.ts';
import { elementsOf } from './elements.ts';
import type { Placed } from './placed.ts';
import { stylesheet } from './stylesheet.ts';
import { makeCard, makeModel } from './testing/model-builder.ts';

/**
 * cytoscape restyles a node without a background image at every draw: at 1,000 nodes that is 2 frames a second instead of 30.
 */
test('no node selector is without an image', () => {
  const blocks = stylesheet('#000').map((block) => ({
    selector: block.selector,
    style: Object.entries('style' in block ? block.style : block.css),
  }));
  const forNodes = blocks.filter(({ selector }) => selector.startsWith('node'));
  const base = forNodes.find(({ selector }) => selector === 'node');
  expect(base?.style).toContainEqual(['background-image', 'data(image)']);
  for (const { selector, style } of forNodes) {
    expect(selector, 'compound nodes spread restyling to their children').not.toMatch(
      /parent|child|compound/,
    );
    if (selector === 'node') continue;
    expect(style.map(([name]) => name)).not.toContain('background-image');
  }
});

test('every node of a drawing has one', () => {
  const model = makeModel([
    makeCard('a', { box: 'one' }),
    makeCard('b', {
      state: 'fail',
      rows: [{ id: 'b1', mark: 'circle', title: 'v1', detail: '', state: 'ok', label: 'b v1' }],
    }),
  ]);
  const at = (id: string) => ({ id, x: 0, y: 0, width: 100, height: 40 });
  const placed: Placed = {
    regions: [],
    boxes: [{ ...at('one'), namespace: 'one' }],
    cards: new Map([
      ['a', at('a')],
      ['b', at('b')],
    ]),
    edges: new Map(),
    bounds: at(''),
  };
  for (const theme of ['light', 'dark'] as const) {
    const look = {
      theme,
      tokens: tokens[theme],
      selected: null,
      hovered: null,
      strongEdges: new Set<string>(),
      emphasis: null,
    };
    const nodes = elementsOf(model, placed, look);
    expect(nodes.map(({ kind }) => kind)).toEqual(['box', 'card', 'card', 'row']);
    for (const { data } of nodes) expect(data.image).toMatch(/^data:image\/svg\+xml/);
  }
});
