// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, test, vi } from 'vitest';
import { ContextMenu } from './context-menu.tsx';

beforeAll(() => {
  // The popover API is not in happy-dom; the menu is in the page either way.
  HTMLElement.prototype.showPopover = () => {};
  HTMLElement.prototype.getClientRects = () =>
    Object.assign([new DOMRect(0, 0, 10, 10)], { item: () => null });
});
function show() {
  const chosen: string[] = [];
  const onClose = vi.fn();
  const entry = (key: string) => ({ key, text: key, onSelect: () => chosen.push(key) });
  render(
    <ContextMenu
      label="Actions"
      title="reviews"
      at={{ x: 10, y: 10, byKey: true }}
      width={200}
      sections={[{ entries: [entry('first'), entry('second')] }, { entries: [entry('third')] }]}
      onClose={onClose}
    />,
  );
  return { chosen, onClose };
}

const item = (name: string) => screen.getByRole('menuitem', { name });

test('the first entry has the focus, arrows move on and around', () => {
  show();
  expect(document.activeElement).toBe(item('first'));
  fireEvent.keyDown(item('first'), { key: 'ArrowDown' });
  expect(document.activeElement).toBe(item('second'));
  fireEvent.keyDown(item('second'), { key: 'End' });
  expect(document.activeElement).toBe(item('third'));
  fireEvent.keyDown(item('third'), { key: 'ArrowDown' });
  expect(document.activeElement).toBe(item('first'));
});

test('choosing closes and acts', () => {
  const { chosen, onClose } = show();
  fireEvent.click(item('second'));
  expect(chosen).toEqual(['second']);
  expect(onClose).toHaveBeenCalledOnce();
});

test.each(['Escape', 'Tab'])('%s closes, and the page does not hear it', (key) => {
  const { onClose } = show();
  const heard = vi.fn();
  window.addEventListener('keydown', heard);
  fireEvent.keyDown(item('first'), { key });
  window.removeEventListener('keydown', heard);
  expect(onClose).toHaveBeenCalledOnce();
  expect(heard).not.toHaveBeenCalled();
});

test('a press elsewhere closes, one inside does not', () => {
  const { onClose } = show();
  fireEvent.pointerDown(item('first'));
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.pointerDown(document.body);
  expect(onClose).toHaveBeenCalledOnce();
});
