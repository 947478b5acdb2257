/**
 * The editor of an object as large as they come, in cold browsers: opened, typed into in its text and in a field of its form, saved.
 * What a key costs is told twice: from the key to the picture by the clock, and the longest piece of work behind it (reading again,
 * checks, the form) in CPU time of the page's thread, which other programs on the same cores do not lengthen.
 */
import type { Browser, Page } from '@playwright/test';
import { isJsonObject, type JsonObject } from '#lib/document/json.ts';
import { bigObject } from './big-object.ts';
import { medianAndSlowest } from './cpu.ts';
import { ms, percentile } from './figures.ts';
import { signedIn } from './pages.ts';
import { longestOf, type Task, tasksOf } from './trace.ts';
import type { World } from './world.ts';

export interface EditorFigures {
  bytes: number;
  /** From the address to form and code that can be used; medians of `rounds`. */
  openedMs: number;
  busyMs: number;
  longestTaskMs: number;
  /** Of each place that is typed into: median and slowest. */
  typing: { where: string; paintMs: [number, number]; taskMs: [number, number]; workMs: [number, number] }[];
  /** Bytes of the saved object that are others than before, beside those typed. */
  otherBytes: number;
}

const rounds = 5;
const keys = 12;
/** A key's readings, checks and drawings are over by then. */
const pauseMs = 1200;
const name = 'bench-large';
const collection = '/apis/networking.istio.io/v1';

const rule = (index: number) => `[data-path='${JSON.stringify(['spec', 'http', index])}']`;
/** The condition on the path, wherever below the key its field stands. */
const prefixField = `[data-path^='${JSON.stringify(['spec', 'http', 0, 'match', 0, 'uri']).slice(0, -1)}']`;

export async function measureEditor(browser: Browser, world: World): Promise<EditorFigures> {
  const { items } = (await world.kubernetes('GET', '/api/v1/services')) as {
    items: { metadata: { name: string; namespace: string } }[];
  };
  const service = items.find(
    ({ metadata }) => !metadata.namespace.startsWith('kube') && !metadata.namespace.startsWith('istio'),
  );
  if (service === undefined) throw new Error('No service to route to.');
  const { namespace } = service.metadata;
  const path = `${collection}/namespaces/${namespace}/virtualservices`;
  const object = bigObject({ name, namespace, service: service.metadata.name });
  await world.kubernetes('POST', path, object);
  try {
    const address = `${world.url}/config/virtualservices.networking.istio.io/${namespace}/${name}/edit`;
    const opened: Opened[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const context = await signedIn(browser, world);
      opened.push(await open(await context.newPage(), address));
      await context.close();
    }
    const context = await signedIn(browser, world);
    const page = await context.newPage();
    await open(page, address);
    await page.waitForTimeout(pauseMs);
    const before = await textOf(world, namespace);
    const typing = [
      { where: 'in the text', ...(await typeInto(browser, page, () => toCode(page))) },
      { where: 'in a field of the form', ...(await typeInto(browser, page, () => toField(page))) },
    ];
    await save(page);
    const after = await textOf(world, namespace);
    await context.close();
    const of = (read: (one: Opened) => number) => percentile(opened.map(read), 0.5);
    return {
      bytes: before.length,
      openedMs: of(({ openedMs }) => openedMs),
      busyMs: of(({ busyMs }) => busyMs),
      longestTaskMs: of(({ longestTaskMs }) => longestTaskMs),
      typing,
      otherBytes: bytesBeside(before, after),
    };
  } finally {
    await world.kubernetes('DELETE', `${path}/${name}`);
  }
}

interface Opened {
  openedMs: number;
  busyMs: number;
  longestTaskMs: number;
}

async function open(page: Page, address: string): Promise<Opened> {
  const thread = await page.context().newCDPSession(page);
  await thread.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.addInitScript(watch, { form: rule(0), code: '[data-ready="true"] .cm-line' });
  await page.goto(address);
  const openedMs = await page.waitForFunction('globalThis.benchOpenedMs', undefined, { timeout: 120_000 });
  const { metrics } = await thread.send('Performance.getMetrics');
  const busy = metrics.find((metric) => metric.name === 'TaskDuration')?.value ?? Number.NaN;
  return {
    openedMs: Number(await openedMs.jsonValue()),
    busyMs: busy * 1000,
    longestTaskMs: Math.max(0, ...((await page.evaluate('globalThis.benchTasksMs')) as number[])),
  };
}

/** In the page: when form and code are both there and drawn, every long task, and how long keys wait for their picture. */
function watch({ form, code }: { form: string; code: string }): void {
  const notes = globalThis as typeof globalThis & {
    benchOpenedMs?: number;
    benchTasksMs?: number[];
    benchKeysMs?: number[];
  };
  notes.benchTasksMs = [];
  notes.benchKeysMs = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) notes.benchTasksMs?.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.name === 'keydown') notes.benchKeysMs?.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  const look = () => {
    if (document.querySelector(form) === null || document.querySelector(code) === null) {
      requestAnimationFrame(look);
      return;
    }
    requestAnimationFrame(() => {
      notes.benchOpenedMs = performance.now();
    });
  };
  requestAnimationFrame(look);
}

/** To the end of a line in the middle of what the routes say. */
async function toCode(page: Page): Promise<void> {
  await page.locator('.cm-line', { hasText: 'prefix: /api/v1/' }).first().click();
  await page.keyboard.press('End');
}

async function toField(page: Page): Promise<void> {
  await page.locator(`${rule(0)} button[data-opener]`).click();
  await page.locator(`${prefixField} input`).last().click();
  await page.keyboard.press('End');
}

async function typeInto(browser: Browser, page: Page, go: () => Promise<void>) {
  await go();
  // The first key loads what keys need.
  await page.keyboard.press('a');
  await page.waitForTimeout(2 * pauseMs);
  await page.evaluate('globalThis.benchKeysMs.splice(0)');
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  const waited: number[] = [];
  for (let at = 0; at < keys; at += 1) {
    await page.keyboard.press('a');
    await page.waitForTimeout(pauseMs);
    // What took less than a frame is not told.
    waited.push(Math.max(0, ...((await page.evaluate('globalThis.benchKeysMs.splice(0)')) as number[])));
  }
  const tasks = tasksOf(await browser.stopTracing());
  return {
    paintMs: medianAndSlowest(waited),
    taskMs: medianAndSlowest(tasks.map(longestOf)),
    workMs: medianAndSlowest(
      tasks.map((list: readonly Task[]) => list.reduce((sum, { cpuMs }) => sum + cpuMs, 0)),
    ),
  };
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Review / }).click();
  await page.getByText('Dry run passed.').waitFor();
  await page.getByRole('button', { name: /^Apply/ }).click();
  await page.getByRole('heading', { level: 1, name: '1 object is written' }).waitFor();
}

/** The object as the cluster keeps it, without what the API server counts, and orders anew in the head. */
async function textOf(world: World, namespace: string): Promise<string> {
  const object = (await world.kubernetes(
    'GET',
    `${collection}/namespaces/${namespace}/virtualservices/${name}`,
  )) as JsonObject;
  const { metadata } = object;
  if (!isJsonObject(metadata)) throw new Error('The object has no metadata.');
  const { resourceVersion, generation, managedFields, ...kept } = metadata;
  const inOrder = Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...object, metadata: Object.fromEntries(inOrder) });
}

/** The letters that were typed are taken away: each place was given the same, once more than was measured. */
function bytesBeside(before: string, after: string): number {
  const typed = 'a'.repeat(keys + 1);
  const text = after.replaceAll(typed, '');
  if (after.length - text.length !== 2 * typed.length) return Number.NaN;
  let other = Math.abs(text.length - before.length);
  for (let at = 0; at < Math.min(text.length, before.length); at += 1)
    if (text[at] !== before[at]) other += 1;
  return other;
}

export function editorReport(measured: readonly EditorFigures[]): string {
  const pair = ([median, slowest]: readonly [number, number]) => `${ms(median)} / ${ms(slowest)}`;
  const parts = measured.map(({ bytes, openedMs, busyMs, longestTaskMs, typing, otherBytes }) => {
    const rows = typing.map(
      ({ where, paintMs, taskMs, workMs }) =>
        `| ${[where, ...[paintMs, taskMs, workMs].map(pair)].join(' | ')} |`,
    );
    return `Opened in **${ms(openedMs)}** (median of ${rounds} cold browsers; the page’s thread at work for ${ms(busyMs)}, longest task ${ms(longestTaskMs)}). Saved behind the keys below, ${otherBytes} of ${Math.round(bytes / 1000)} KB outside of what was typed are others than before.

| one key | until it is drawn, median / slowest of ${keys} | longest piece of work until all is quiet (CPU time) | all of the work of the page’s thread (CPU time) |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
  });
  return `## The editor

A VirtualService with 500 routes and 256 KiB of annotations. Bars: opens in 2 s, a key costs 50 ms, saves unchanged bytes outside the edit. What is drawn within 16 ms of its key is told as 0.

${parts.join('\n')}`;
}
