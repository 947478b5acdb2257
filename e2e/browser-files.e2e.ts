/** What every browser may fetch without signing in: the scripts and styles of the build. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { messages as english } from '#lib/i18n/messages-en.ts';
import { messages as chinese } from '#lib/i18n/messages-zh-cn.ts';
import { configurationVariables } from '#lib/server/config.ts';
import { root } from './support/demo.ts';

const files = join(root, '.next', 'static');
const names = readdirSync(files, { recursive: true, encoding: 'utf8' });
const timesIn = (text: string, word: string) => text.split(word).length - 1;
const texts = names.filter((name) => /\.(js|css)$/.test(name));

test('SEC-28 no source maps, no variable of the server, no address of this machine', () => {
  expect(texts.length).toBeGreaterThan(20);
  // Turbopack writes one beside the runtime of workers, which maps nothing.
  const maps = names.filter((name) => name.endsWith('.map'));
  expect(maps.map((name) => JSON.parse(readFileSync(join(files, name), 'utf8')))).toEqual(
    maps.map(() => ({ version: 3, sources: [], sections: [] })),
  );
  const hidden = configurationVariables.map(({ name }) => name).filter((name) => name.startsWith('SLUICE_'));
  // Sentences tell a reader which one to set: their files name those, as often as the sentences do, and no other.
  const told = [english, chinese].map((messages) => JSON.stringify(messages));
  for (const name of texts) {
    const text = readFileSync(join(files, name), 'utf8');
    const isTold = (word: string) => told.some((all) => timesIn(all, word) === timesIn(text, word));
    expect(
      hidden.filter((word) => text.includes(word) && !isTold(word)),
      name,
    ).toEqual([]);
    expect(text.includes(root), name).toBe(false);
  }
});
