/** Shows where in the form the reader's place in the text is, without taking the focus from the text. */
import type { Path } from '#lib/document/json.ts';

/** Answers how to take the mark away. */
export function follow(root: HTMLElement, path: Path): () => void {
  const places = new Map(
    [...root.querySelectorAll<HTMLElement>('[data-path]')].map((element) => [
      element.dataset.path ?? '',
      element,
    ]),
  );
  for (let length = path.length; length > 2; length -= 1) {
    const element = places.get(JSON.stringify(path.slice(0, length)));
    if (element === undefined) continue;
    element.dataset.followed = '';
    element.scrollIntoView({ block: 'nearest' });
    return () => {
      delete element.dataset.followed;
    };
  }
  return () => undefined;
}
