/** Journeys whose line to the console can be cut: a proxy stands before it. */
import { test as base } from './console-page.ts';
import { type ConsoleProxy, startConsoleProxy } from './console-proxy.ts';
import { consoleUrl } from './demo.ts';

export const test = base.extend<object, { line: ConsoleProxy }>({
  line: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const proxy = await startConsoleProxy(consoleUrl);
      await use(proxy);
      await proxy.close();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ line }, use) => use(line.url),
});
