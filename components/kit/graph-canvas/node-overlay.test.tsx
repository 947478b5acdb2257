// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { expect, test, vi } from 'vitest';
import type { Placed } from './geometry/placed.ts';
import { NodeOverlay } from './node-overlay.tsx';
import { makeCard, makeEdge, makeLine, makeModel } from './testing/model-builder.ts';

const row = {
  id: 'b1',
  mark: 'circle',
  title: 'v1',
  detail: '90%',
  state: 'ok',
  label: 'reviews v1',
} as const;
const model = makeModel(
  [makeCard('a', { label: 'frontend' }), makeCard('b', { label: 'reviews', rows: [row] })],
  [makeEdge('a', 'b1', { label: 'frontend to reviews v1, failing' })],
);
const placed: Placed = {
  regions: [],
  boxes: [],
  cards: new Map([
    ['a', { id: 'a', x: 0, y: 30, width: 100, height: 40 }],
    ['b', { id: 'b', x: 164, y: 0, width: 134, height: 64 }],
  ]),
  edges: new Map([
    [
      'a>b1',
      makeLine([
        { x: 100, y: 50 },
        { x: 161, y: 50 },
      ]),
    ],
  ]),
  bounds: { x: 0, y: 0, width: 300, height: 80 },
};

function show(selected: string | null = null, onMenu = vi.fn()) {
  const onChoose = vi.fn();
  const onToggle = vi.fn();
  render(
    <NodeOverlay
      model={model}
      placed={placed}
      selected={selected}
      texts={{ boxes: 'Boxes', nodes: 'Nodes', calls: 'Calls' }}
      layer={createRef()}
      onChoose={onChoose}
      onToggle={onToggle}
      onMenu={onMenu}
      onReveal={() => {}}
    />,
  );
  return onChoose;
}

const button = (name: string) => screen.getByRole('button', { name });

test('cards, rows and edges are buttons over their drawing', () => {
  show('b1');
  expect(screen.getAllByRole('button').map((element) => element.getAttribute('aria-label'))).toEqual([
    'frontend',
    'frontend to reviews v1, failing',
    'reviews',
    'reviews v1',
  ]);
  expect(button('frontend').style).toMatchObject({
    left: '0px',
    top: '30px',
    width: '100px',
    height: '40px',
  });
  expect(button('reviews v1').getAttribute('aria-pressed')).toBe('true');
});

test('the picture is one stop of the tab key, with the calls of the node that has it', () => {
  show();
  expect(button('frontend').tabIndex).toBe(0);
  expect(button('frontend to reviews v1, failing').tabIndex).toBe(0);
  expect(button('reviews').tabIndex).toBe(-1);
});

test('arrows walk over the picture, Enter chooses', () => {
  const onChoose = show();
  button('frontend').focus();
  fireEvent.keyDown(button('frontend'), { key: 'ArrowRight' });
  expect(['reviews', 'reviews v1']).toContain(document.activeElement?.getAttribute('aria-label'));
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowLeft' });
  expect(document.activeElement).toBe(button('frontend'));
  fireEvent.click(button('frontend to reviews v1, failing'));
  expect(onChoose).toHaveBeenCalledWith('a>b1');
});

test.each([
  ['the menu key', { key: 'ContextMenu' }],
  ['Shift+F10', { key: 'F10', shiftKey: true }],
])('%s asks for the menu of what is focused', (_, key) => {
  const onMenu = vi.fn();
  show(null, onMenu);
  fireEvent.keyDown(button('reviews v1'), key);
  expect(onMenu).toHaveBeenCalledExactlyOnceWith('b1', expect.anything());
});

test('whatever else is drawn anew, no button is as long as the picture is the same', () => {
  let read = 0;
  const counted = {
    ...model,
    get cards() {
      read += 1;
      return model.cards;
    },
  };
  const props = {
    model: counted,
    placed,
    selected: null,
    texts: { boxes: 'Boxes', nodes: 'Nodes', calls: 'Calls' },
    layer: createRef<HTMLDivElement>(),
    onChoose: () => {},
    onToggle: () => {},
    onMenu: () => {},
    onReveal: () => {},
  };
  const { rerender } = render(<NodeOverlay {...props} />);
  const before = read;
  expect(before).toBeGreaterThan(0);
  rerender(<NodeOverlay {...props} />);
  expect(read).toBe(before);
  rerender(<NodeOverlay {...props} selected="b1" />);
  expect(read).toBeGreaterThan(before);
});
