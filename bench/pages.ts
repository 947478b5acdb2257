/** Pages in a real browser: from the address to something drawn, the longest task, frames while the picture is moved, and a tick of new metrics. */
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { findChromium } from '../scripts/chromium.ts';
import type { World } from './world.ts';

export interface PageFigures {
  name: string;
  /** From the address to the first node or row on screen, cold browser. */
  drawnMs: number;
  /** Longest piece of work that the page could not be used during, while it was drawn. */
  longestTaskMs: number;
  /** While the picture is dragged for two seconds; null for lists. */
  framesPerSecond: number | null;
  /** Longest task while new metrics arrived; null for lists. */
  tickTaskMs: number | null;
}

const pages = [
  { name: 'graph, as it opens', path: '/graph', drawn: 'ul button[data-id]' },
  { name: 'graph, unfolded', path: '/graph?open=*', drawn: 'ul button[data-id]' },
  { name: 'services', path: '/services', drawn: '[data-row-link]' },
  { name: 'workloads', path: '/workloads', drawn: '[data-row-link]' },
] as const;

export async function openBrowser(): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === null) throw new Error('No browser to measure with.');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return await chromium.launch({ executablePath, args });
}

export async function measurePages(browser: Browser, world: World): Promise<PageFigures[]> {
  const figures: PageFigures[] = [];
  for (const { name, path, drawn } of pages) {
    const context = await signedIn(browser, world);
    const page = await context.newPage();
    await page.addInitScript(watch, drawn);
    await page.goto(`${world.url}${path}`);
    const drawnMs = await page.waitForFunction('globalThis.benchDrawnMs', undefined, { timeout: 120_000 });
    const graph = path.startsWith('/graph');
    await page.waitForTimeout(1000);
    const longestTaskMs = await longestTask(page);
    figures.push({
      name,
      drawnMs: Number(await drawnMs.jsonValue()),
      longestTaskMs,
      framesPerSecond: graph ? await drag(page) : null,
      tickTaskMs: graph ? await tick(page) : null,
    });
    await context.close();
  }
  return figures;
}

async function signedIn(browser: Browser, world: World): Promise<BrowserContext> {
  // The policy forbids what Playwright asks of the page; it costs no time.
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: world.url,
    bypassCSP: true,
  });
  const data = { strategy: 'demo', persona: 'admin' };
  const answer = await context.request.post('/api/v1/session', { data, headers: { origin: world.url } });
  if (!answer.ok()) throw new Error(`sign-in: ${answer.status()}`);
  return context;
}

/** In the page: when what is waited for is first on screen, and every long task. */
function watch(drawn: string): void {
  const notes = globalThis as typeof globalThis & { benchDrawnMs?: number; benchTasksMs?: number[] };
  notes.benchTasksMs = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) notes.benchTasksMs?.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector(drawn) === null) requestAnimationFrame(look);
    else
      requestAnimationFrame(() => {
        notes.benchDrawnMs = performance.now();
      });
  };
  requestAnimationFrame(look);
}

async function longestTask(page: Page): Promise<number> {
  const tasks = (await page.evaluate('globalThis.benchTasksMs.splice(0)')) as number[];
  return Math.max(0, ...tasks);
}

async function drag(page: Page): Promise<number> {
  const box = await page.getByRole('application').boundingBox();
  if (box === null) return Number.NaN;
  const x = box.x + box.width / 2;
  // A place without a card: what is dragged is the picture.
  await page.mouse.move(x, box.y + box.height - 8);
  await page.mouse.down();
  await page.evaluate(`globalThis.benchFrames = 0; globalThis.benchCounting = true;
    requestAnimationFrame(function count() { if (globalThis.benchCounting) { globalThis.benchFrames += 1; requestAnimationFrame(count); } })`);
  const fromMs = performance.now();
  for (let step = 0; performance.now() - fromMs < 2000; step += 1) {
    await page.mouse.move(
      x + 150 * Math.sin(step / 12),
      box.y + box.height - 8 - 60 * (1 - Math.cos(step / 12)),
    );
    await page.waitForTimeout(8);
  }
  const frames = (await page.evaluate('globalThis.benchCounting = false, globalThis.benchFrames')) as number;
  const seconds = (performance.now() - fromMs) / 1000;
  await page.mouse.up();
  return frames / seconds;
}

/** Two beats of the metrics. */
async function tick(page: Page): Promise<number> {
  await longestTask(page);
  await page.waitForTimeout(12_000);
  return await longestTask(page);
}
