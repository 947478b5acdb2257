/** Whether a page can be used on a narrow window. */
import type { Page } from '@playwright/test';

/** What sticks out of the window to the right, unless a part of the page scrolls it by itself. */
export function overhanging(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.documentElement &&
      element !== document.body &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const out = [...document.body.querySelectorAll('*')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter(
        (element) =>
          element.getBoundingClientRect().right > window.innerWidth + 1 && !scrolls(element.parentElement),
      )
      .map((element) => element.outerHTML.slice(0, 120));
    const wide = document.documentElement.scrollWidth > window.innerWidth;
    return wide ? [`the page is ${document.documentElement.scrollWidth} wide`, ...out] : out;
  });
}
