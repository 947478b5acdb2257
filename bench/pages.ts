/** Pages in a real browser: from the address to everything drawn, the longest task, frames while the picture is moved, and a tick of new metrics. */
import { type Browser, type BrowserContext, chromium, type Page, type Request } from '@playwright/test';
import { findChromium } from '../scripts/chromium.ts';
import { percentile } from './figures.ts';
import type { World } from './world.ts';

export interface PageFigures {
  name: (typeof pages)[number]['name'];
  /** From the address to the whole picture or the first rows on screen, cold browser; median of `rounds`. */
  drawnMs: number;
  /** Of these, how long the page's own thread was at work: what is left when nobody else uses the cores. */
  busyMs: number;
  /** Longest piece of work that the page could not be used during, while it was drawn. */
  longestTaskMs: number;
  /** While the picture is dragged for two seconds; null for lists. */
  framesPerSecond: number | null;
  /** Longest task while new metrics arrived; null for lists. */
  tickTaskMs: number | null;
  /** Of its scripts as they came over the line, those on demand and workers included. */
  scriptBytes: number;
}

/** Each in a browser that has never seen the console. */
const rounds = 5;

const pages = [
  { name: 'graph, as it opens', path: '/graph', drawn: 'ul button[data-id]' },
  { name: 'graph, unfolded', path: '/graph?open=*', drawn: 'ul button[data-id]' },
  { name: 'services', path: '/services', drawn: '[data-row-link]' },
  { name: 'workloads', path: '/workloads', drawn: '[data-row-link]' },
  { name: 'configuration', path: '/config', drawn: '[data-row-link]' },
] as const;

export async function openBrowser(): Promise<Browser> {
  const executablePath = await findChromium({ whole: true });
  if (executablePath === null) throw new Error('No browser to measure with.');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A page that somebody looks at is no background work; without a window the browser thinks so.
    '--disable-renderer-backgrounding',
  ];
  return await chromium.launch({ executablePath, args });
}

export async function measurePages(browser: Browser, world: World): Promise<PageFigures[]> {
  const figures: PageFigures[] = [];
  for (const { name, path, drawn } of pages) {
    const graph = path.startsWith('/graph');
    const opened: Opened[] = [];
    for (let round = 1; round < rounds; round += 1) {
      const context = await signedIn(browser, world);
      opened.push(await open(context, `${world.url}${path}`, drawn, graph));
      await context.close();
    }
    const context = await signedIn(browser, world);
    const last = await open(context, `${world.url}${path}`, drawn, graph);
    opened.push(last);
    const of = (read: (one: Opened) => number) => percentile(opened.map(read), 0.5);
    figures.push({
      name,
      drawnMs: of(({ drawnMs }) => drawnMs),
      busyMs: of(({ busyMs }) => busyMs),
      longestTaskMs: of(({ longestTaskMs }) => longestTaskMs),
      scriptBytes: of(({ scriptBytes }) => scriptBytes),
      framesPerSecond: graph ? await drag(last.page) : null,
      tickTaskMs: graph ? await tick(last.page) : null,
    });
    await context.close();
  }
  return figures;
}

interface Opened {
  page: Page;
  drawnMs: number;
  busyMs: number;
  longestTaskMs: number;
  scriptBytes: number;
}

async function open(context: BrowserContext, url: string, drawn: string, graph: boolean): Promise<Opened> {
  const page = await context.newPage();
  const scripts: Request[] = [];
  context.on('requestfinished', (request) => {
    if (request.url().endsWith('.js')) scripts.push(request);
  });
  const thread = await context.newCDPSession(page);
  await thread.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(watch, { drawn, graph });
  await page.goto(url);
  const drawnMs = await page.waitForFunction('globalThis.benchDrawnMs', undefined, { timeout: 120_000 });
  const { metrics } = await thread.send('Performance.getMetrics');
  const seconds = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  await page.waitForTimeout(1000);
  const sizes = await Promise.all(scripts.map(async (request) => (await request.sizes()).responseBodySize));
  return {
    page,
    scriptBytes: sizes.reduce((sum, size) => sum + size, 0),
    drawnMs: Number(await drawnMs.jsonValue()),
    busyMs: seconds('TaskDuration') * 1000,
    longestTaskMs: await longestTask(page),
  };
}

export async function signedIn(browser: Browser, world: World): Promise<BrowserContext> {
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

/**
 * In the page: when what is waited for is on screen, and every long task. A picture is there when its last change is over: its
 * canvases are looked at every few frames, and have to stay the same for a third of a second.
 */
function watch({ drawn, graph }: { drawn: string; graph: boolean }): void {
  const stillMs = 330;
  const lookEveryMs = 60;
  const notes = globalThis as typeof globalThis & { benchDrawnMs?: number; benchTasksMs?: number[] };
  notes.benchTasksMs = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) notes.benchTasksMs?.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
  const small = document.createElement('canvas');
  small.width = 64;
  small.height = 40;
  const pen = small.getContext('2d', { willReadFrequently: true });
  const seen = (): string => {
    pen?.clearRect(0, 0, small.width, small.height);
    const canvases = document.querySelectorAll<HTMLCanvasElement>(
      '[role="application"] canvas:not([data-dots])',
    );
    for (const canvas of canvases)
      if (canvas.width > 0) pen?.drawImage(canvas, 0, 0, small.width, small.height);
    return pen?.getImageData(0, 0, small.width, small.height).data.join() ?? '';
  };
  let last = '';
  let changedMs = 0;
  let lookedMs = 0;
  const look = (nowMs: number) => {
    const present = document.querySelector(drawn) !== null;
    if (present && !graph) {
      requestAnimationFrame(() => {
        notes.benchDrawnMs = performance.now();
      });
      return;
    }
    requestAnimationFrame(look);
    if (!present || notes.benchDrawnMs !== undefined || nowMs - lookedMs < lookEveryMs) return;
    lookedMs = nowMs;
    const now = seen();
    if (now !== last) {
      last = now;
      changedMs = performance.now();
    } else if (performance.now() - changedMs > stillMs) notes.benchDrawnMs = changedMs;
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
