/** Where a panel goes that opens below its button: inside the window, never taller than what is left of it. Pixels. */

export interface PopoverPlace {
  left: number;
  top: number;
  maxHeight: number;
}

const gap = 6;
const margin = 8;

/** `align` "end" puts the right edges over each other. */
export function placePopover(
  button: Pick<DOMRectReadOnly, 'left' | 'right' | 'bottom'>,
  viewport: { width: number; height: number },
  width: number,
  align: 'start' | 'end',
): PopoverPlace {
  const wanted = align === 'start' ? button.left : button.right - width;
  const left = Math.max(margin, Math.min(wanted, viewport.width - width - margin));
  const top = button.bottom + gap;
  return { left, top, maxHeight: Math.max(120, viewport.height - top - margin) };
}

/** A menu opens to the right of and below its point, and turns where the window ends. */
export function placeMenu(
  at: { x: number; y: number },
  menu: { width: number; height: number },
  viewport: { width: number; height: number },
): PopoverPlace {
  const left = at.x + menu.width + margin > viewport.width ? at.x - menu.width : at.x;
  const top = at.y + menu.height + margin > viewport.height ? at.y - menu.height : at.y;
  const within = (value: number, size: number, room: number) =>
    Math.max(margin, Math.min(value, room - size - margin));
  return {
    left: within(left, menu.width, viewport.width),
    top: within(top, menu.height, viewport.height),
    maxHeight: viewport.height - 2 * margin,
  };
}
