/**
 * Says to the style at which of its edges something scrolls on: `data-more` is "start", "end" or both. Where scroll bars are drawn only
 * while one scrolls, a table would else look as if it ended at the window. Used as a ref.
 */

/** Less is no part of anything: widths are rounded. */
const leastPixels = 2;

export function scrollEdges(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  const tell = () => {
    // In a text from right to left the place is negative.
    const before = Math.abs(element.scrollLeft);
    const after = element.scrollWidth - element.clientWidth - before;
    const more = [...(before > leastPixels ? ['start'] : []), ...(after > leastPixels ? ['end'] : [])].join(
      ' ',
    );
    if (more === '') delete element.dataset.more;
    else if (element.dataset.more !== more) element.dataset.more = more;
  };
  // Called once for each when it begins.
  const sizes = new ResizeObserver(tell);
  for (const one of [element, ...element.children]) sizes.observe(one);
  element.addEventListener('scroll', tell, { passive: true });
  return () => {
    sizes.disconnect();
    element.removeEventListener('scroll', tell);
  };
}
