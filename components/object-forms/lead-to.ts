/** Leads the reader to the field of a path, or to the nearest that is drawn; cards on the way need a moment to open. */

const tries = 6;

/** Answers how to stop. */
export function leadTo(root: HTMLElement, path: readonly (string | number)[]): () => void {
  let frame = 0;
  let left = tries;
  const look = (): void => {
    const [element, exact] = nearest(root, path);
    left -= 1;
    if (element !== null && (exact || left <= 0)) show(element);
    else if (left > 0) frame = requestAnimationFrame(look);
  };
  frame = requestAnimationFrame(look);
  return () => cancelAnimationFrame(frame);
}

function nearest(root: HTMLElement, path: readonly (string | number)[]): [HTMLElement | null, boolean] {
  const places = new Map<string, HTMLElement>();
  for (const element of root.querySelectorAll<HTMLElement>('[data-path]')) {
    const name = element.dataset.path ?? '';
    if (!places.has(name)) places.set(name, element);
  }
  for (let length = path.length; length > 1; length -= 1) {
    const element = places.get(JSON.stringify(path.slice(0, length)));
    if (element !== undefined) return [element, length === path.length];
  }
  return [null, false];
}

function show(element: HTMLElement): void {
  element.scrollIntoView({ block: 'nearest' });
  const control = element.querySelector<HTMLElement>('input, select, textarea, button[data-opener]');
  (control ?? element).focus({ preventScroll: true });
}
