/** What a hidden tab does not do. */

type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** A beat; runs at once when the tab is shown again. Answers what ends it. */
export function whileVisible(page: Page, run: () => void, beatMs: number): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = (shown: boolean) => {
    clearInterval(timer);
    if (page.visibilityState !== 'visible') return;
    if (shown) run();
    timer = setInterval(run, beatMs);
  };
  const changed = () => follow(true);
  follow(false);
  page.addEventListener('visibilitychange', changed);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', changed);
  };
}

const graceMs = 5000;

/** Tells that the tab is shown, and that it is hidden when that has lasted: tabs are switched fast. Answers what ends it. */
export function tellVisible(page: Page, tell: (visible: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => {
    clearTimeout(timer);
    if (page.visibilityState === 'visible') tell(true);
    else timer = setTimeout(() => tell(false), graceMs);
  };
  follow();
  page.addEventListener('visibilitychange', follow);
  return () => {
    clearTimeout(timer);
    page.removeEventListener('visibilitychange', follow);
  };
}
