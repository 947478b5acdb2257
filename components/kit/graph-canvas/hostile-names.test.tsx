// @vitest-environment happy-dom
/** Names that break out of markup, selectors or style sheets, drawn, found by the keyboard and exported: they stay names. */
import { fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { sheetAsSvg } from './export/sheet.ts';
import type { Placed } from './geometry/placed.ts';
import { NodeOverlay } from './node-overlay.tsx';
import { makeCard, makeEdge, makeLine, makeModel, sixPixels } from './testing/model-builder.ts';

const hostile = [
  ['input 11', '"><svg/onload=alert(1)>'],
  ['input 11', '</title></text><script>alert(1)</script>'],
  ['input 11', '&lt;b&gt; ]]> <!-- <?x'],
  ['input 13', '#a[b="c"], *'],
  ['input 13', '"], [data-id], [x="'],
  ['input 13', '\\"], *'],
  ['input 14', 'url(http://evil.test/x)'],
  ['input 14', '"/><image href="http://evil.test/x"/>'],
] as const;

function picture(name: string) {
  const model = makeModel(
    [
      makeCard('one', { label: 'one' }),
      makeCard(name, { title: name, detail: name, label: name, badges: [] }),
      makeCard('decoy', { label: 'decoy' }),
    ],
    [makeEdge('one', name, { above: name, below: name, label: `one to ${name}` })],
  );
  const card = (id: string, x: number, y: number) => [id, { id, x, y, width: 100, height: 40 }] as const;
  const placed: Placed = {
    regions: [],
    boxes: [],
    cards: new Map([card('one', 0, 0), card(name, 200, 0), card('decoy', 0, 300)]),
    edges: new Map([
      [
        `one>${name}`,
        makeLine([
          { x: 100, y: 20 },
          { x: 200, y: 20 },
        ]),
      ],
    ]),
    bounds: { x: 0, y: 0, width: 300, height: 340 },
  };
  return { model, placed };
}

describe.each(hostile)('%s: %s', (_, name) => {
  test('is the name of a button, and the arrows find it and nothing else', () => {
    const layer = createRef<HTMLDivElement>();
    const onChoose = vi.fn();
    const { container } = render(
      <NodeOverlay
        {...picture(name)}
        selected={null}
        texts={{ boxes: 'Boxes', nodes: 'Nodes', calls: 'Calls' }}
        layer={layer}
        onChoose={onChoose}
        onToggle={() => {}}
        onMenu={() => {}}
        onReveal={() => {}}
      />,
    );
    expect(container.querySelector('svg, script, img, image, b')).toBeNull();
    const one = screen.getByRole('button', { name: 'one' });
    one.focus();
    for (let press = 0; press < 3 && document.activeElement?.getAttribute('aria-label') !== name; press += 1)
      fireEvent.keyDown(document.activeElement ?? one, { key: 'ArrowRight' });
    expect(document.activeElement?.getAttribute('aria-label')).toBe(name);
    fireEvent.click(document.activeElement ?? one);
    expect(onChoose.mock.calls.map(([id]) => id)).toEqual([name]);
  });

  test('is text of the drawing that is exported, which loads and runs nothing', () => {
    const drawing = sheetAsSvg({
      ...picture(name),
      theme: 'light',
      emphasis: null,
      title: name,
      subtitle: name,
      measure: {
        width: sixPixels,
        cut: (text) => text,
        fit: (text, style) => ({ text, style }),
        forget: () => {},
      },
    });
    const tags = drawing.match(/<[^>]*>/g) ?? [];
    const names = new Set(tags.map((tag) => /^<\/?([^\s/>]*)/.exec(tag)?.[1]));
    expect(
      [...names].filter((tag) => !/^(svg|g|title|rect|path|text|image|circle|polygon)$/.test(tag ?? '')),
    ).toEqual([]);
    expect(tags.filter((tag) => /\son\w+=|evil|alert|url\(/.test(tag))).toEqual([]);
    expect(tags.filter((tag) => /href="(?!data:image\/)/.test(tag))).toEqual([]);
    const escaped = document.createElement('i');
    escaped.innerHTML = (/<title>(.*?)<\/title>/.exec(drawing)?.[1] ?? '').replaceAll('&apos;', '&#39;');
    expect(escaped.textContent).toBe(`${name}, ${name}`);
  });
});
