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

/** Cells of tables whose text has no room at all: on a narrow window a column must scroll, not vanish. */
export function squeezed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Text for screen readers alone takes no room on purpose. */
    const isUnseen = (element: Element | null): boolean =>
      element !== null && (getComputedStyle(element).clipPath !== 'none' || isUnseen(element.parentElement));
    const shownText = (cell: Element): string => {
      const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
      let text = '';
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!isUnseen(node.parentElement)) text += node.textContent;
      return text.trim();
    };
    return [...document.querySelectorAll('main th, main td')]
      .filter((cell) => cell.checkVisibility({ visibilityProperty: true }))
      .filter((cell) => {
        const { paddingLeft, paddingRight } = getComputedStyle(cell);
        return cell.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) < 12;
      })
      .map(shownText)
      .filter((text) => text.length > 2);
  });
}

/** Tables, tabs and whole pages that scroll sideways and do not show it: where scroll bars are drawn only while one scrolls, it looks as if it ended there. */
export function silentlyWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main, main *')]
      .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX))
      // Code and pictures are seen to be cut.
      .filter((element) => element.matches('main, [role="tablist"], :has(> table)'))
      .filter((element) => element.scrollWidth > element.clientWidth + 2)
      .filter((element) => element.dataset.more === undefined)
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}
