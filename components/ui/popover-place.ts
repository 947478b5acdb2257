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
