/** What the Dockerfile puts into the image, run as a container is: nothing but its own files, nothing of them writable, no shell, nobody's rights. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { freePort } from '#scripts/free-port.ts';
import { filesOf, readEndpoints } from './cluster/description.ts';
import { test as base } from './support/console-page.ts';
import { consoleUrl, demoDir, root, tokenOf } from './support/demo.ts';
import { type ImageConsole, imageObstacle, imageUser, openImage } from './support/image-console.ts';

interface Running {
  image: ImageConsole;
  url: string;
  pid: number;
  stop(): Promise<number | null>;
}

const test = base.extend<object, { running: Running }>({
  running: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the first parameter
    async ({}, use) => {
      const shared = join(root, demoDir);
      const image = openImage(filesOf(shared).consoleKubeconfig);
      const port = await freePort(Number(new URL(consoleUrl).port) + 80, 'the container');
      const child = image.start({
        HOST: '127.0.0.1',
        PORT: String(port),
        SLUICE_PROMETHEUS_URL: readEndpoints(shared).prometheus ?? '',
        SLUICE_SESSION_SECRET: randomBytes(48).toString('base64url'),
        SLUICE_LOG_LEVEL: 'warn',
      });
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      const url = `http://127.0.0.1:${port}`;
      for (let ready = false; !ready; ) {
        if (child.exitCode !== null) throw new Error(`The container ended: ${said}`);
        ready = await fetch(`${url}/readyz`).then(
          ({ status }) => status === 200,
          () => false,
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const closed = once(child, 'close');
      const stop = async (): Promise<number | null> => {
        child.kill('SIGTERM');
        await closed;
        return child.exitCode;
      };
      await use({ image, url, pid: child.pid ?? 0, stop });
      if (child.exitCode === null) await stop();
      image.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: ({ running }, use) => use(running.url),
});

// biome-ignore lint/suspicious/noSkippedTests: who is not root on Linux cannot change the root of a file system
test.skip(imageObstacle !== null, imageObstacle ?? '');

test('SEC-13 the image has no shell, its user is nobody, and nothing can be written', async ({ running }) => {
  const { image, pid } = running;
  for (const folder of ['bin', 'sbin', 'usr']) expect(existsSync(join(image.root, folder))).toBe(false);
  expect(readdirSync(join(image.root, 'nodejs/bin'))).toEqual(['node']);
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(
    new RegExp(`^Uid:\\s+${imageUser}\\s+${imageUser}\\s+${imageUser}\\s+${imageUser}$`, 'm'),
  );
  for (const path of ['/x', '/app/x', '/tmp/x', '/app/.next/x'])
    expect(await image.node(`fs.writeFileSync('${path}', '')`)).toMatch(/EROFS/);
  expect(await image.node("require('child_process').execSync('true')")).toMatch(/ENOENT/);
});

test('pages, the live graph and the API are those of the product', async ({ page, context, baseURL }) => {
  const answer = await context.request.post('/api/v1/session', {
    data: { strategy: 'token', token: tokenOf('developer') },
    headers: { origin: baseURL ?? '' },
  });
  expect(answer.status()).toBe(200);
  await page.goto('/services');
  await expect(page.getByRole('rowheader').getByText('reviews', { exact: true })).toBeVisible();
  await page.goto('/graph?namespaces=bookinfo');
  await expect(page.getByRole('banner')).toContainText(/Live/);
  await page.goto('/config');
  await expect(page.getByRole('rowheader').getByText('reviews', { exact: true }).first()).toBeVisible();
});

test('it ends when it is told to', async ({ running }) => {
  expect(await running.stop()).toBe(0);
});
