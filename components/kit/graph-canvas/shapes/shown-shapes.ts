/** What is drawn now: elements with their shapes. What does not differ keeps its shape, and with it all that was made of it. */
import { diffElements, type Element, steadyWidths } from './elements.ts';
import { inOrder, type Shape, shapeOf } from './shapes.ts';

export interface ShownShapes {
  /** True when something is to be drawn differently. */
  take(elements: readonly Element[]): boolean;
  /** Lowest first; the same array as long as nothing changes. */
  inOrder(): readonly Shape[];
  /** Counts how often so much has moved, come or gone that it is another picture. */
  arrangement(): number;
  elements(): Iterable<Element>;
  has(id: string): boolean;
  count(): number;
}

/** Of all elements: what stands elsewhere in another picture. */
const anotherPicture = 0.2;

export function createShownShapes(): ShownShapes {
  let elements: ReadonlyMap<string, Element> = new Map();
  let shapes = new Map<string, Shape | null>();
  let ordered: readonly Shape[] = [];
  let arrangement = 0;
  return {
    take(next) {
      const wanted = steadyWidths(elements, next);
      const { added, removed, changed, moved } = diffElements(elements, wanted);
      elements = new Map(wanted.map((element) => [element.id, element]));
      const stale = new Set([...removed, ...changed.map(({ id }) => id), ...moved]);
      if (added.length + stale.size === 0) return false;
      if (added.length + removed.length + moved.length > anotherPicture * wanted.length) arrangement += 1;
      for (const { id } of added) stale.add(id);
      const before = shapes;
      shapes = new Map();
      ordered = inOrder(wanted).flatMap((element) => {
        const { id } = element;
        const kept = stale.has(id) ? undefined : before.get(id);
        const shape = kept === undefined ? shapeOf(element) : kept;
        shapes.set(id, shape);
        return shape ?? [];
      });
      return true;
    },
    inOrder: () => ordered,
    arrangement: () => arrangement,
    elements: () => elements.values(),
    has: (id) => elements.has(id),
    count: () => elements.size,
  };
}
