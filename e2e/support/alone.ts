/** Journeys that change what others change too take turns: whoever made the folder has it. */
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { demoDir, root } from './demo.ts';

/** Longer than any journey: who held it is gone. */
const forgottenMs = 240_000;
const askAgainMs = 200;

/** `thing`: what is changed, e.g. `bookinfo-reviews`. */
export async function alone<T>(thing: string, run: () => Promise<T>): Promise<T> {
  const folder = join(root, demoDir, `alone-${thing}`);
  while (!(await made(folder))) await later(askAgainMs);
  try {
    return await run();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function made(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch {
    const since = await stat(folder).catch(() => null);
    if (since !== null && Date.now() - since.mtimeMs > forgottenMs)
      await rm(folder, { recursive: true, force: true });
    return false;
  }
}
