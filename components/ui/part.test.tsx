// @vitest-environment happy-dom
import { startTransition, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test, vi } from 'vitest';
import { Part } from './part.tsx';

test('between two parts of a change that can wait the page is used, and nothing is shown before the last', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
  const place = document.createElement('div');
  /** What the page does besides: it gets its turn whenever React gives one up. */
  let turn = 0;
  let over = false;
  const shown = new Set<string>();
  const look = () => {
    turn += 1;
    shown.add(place.textContent ?? '');
    if (!over) setImmediate(look);
  };
  const turns: number[] = [];
  /** Longer than React works without looking whether somebody waits. */
  const work = (text: string) => {
    const from = performance.now();
    while (performance.now() - from < 30);
    turns.push(turn);
    return text;
  };
  let change = (_: string) => {};
  function Page() {
    const [text, setText] = useState('a');
    change = (next) => startTransition(() => setText(next));
    return (
      <Part of={[text]} make={() => work(text)}>
        {(one) => (
          <Part of={[one]} make={() => work(one + text)}>
            {(two) => (
              <Part of={[two]} make={() => work(two + text)}>
                {(three) => three}
              </Part>
            )}
          </Part>
        )}
      </Part>
    );
  }
  const root = createRoot(place);
  root.render(<Page />);
  await vi.waitFor(() => expect(place.textContent).toBe('aaa'));
  turns.length = 0;
  look();
  change('b');
  await vi.waitFor(() => expect(place.textContent).toBe('bbb'));
  over = true;
  expect(new Set(turns).size).toBe(3);
  expect([...shown].filter((text) => text !== 'bbb')).toEqual(['aaa']);
  root.unmount();
  vi.unstubAllGlobals();
});
