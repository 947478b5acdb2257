/** What every browser may fetch without signing in: the scripts and styles of the build. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { configurationVariables } from '#lib/server/config.ts';
import { root } from './support/demo.ts';

const files = join(root, '.next', 'static');
const names = readdirSync(files, { recursive: true, encoding: 'utf8' });
const texts = names.filter((name) => /\.(js|css)$/.test(name));

test('SEC-28 no source maps, no variable of the server, no address of this machine', () => {
  expect(texts.length).toBeGreaterThan(20);
  // Turbopack writes one beside the runtime of workers, which maps nothing.
  const maps = names.filter((name) => name.endsWith('.map'));
  expect(maps.map((name) => JSON.parse(readFileSync(join(files, name), 'utf8')))).toEqual(
    maps.map(() => ({ version: 3, sources: [], sections: [] })),
  );
  const hidden = configurationVariables.map(({ name }) => name).filter((name) => name.startsWith('SLUICE_'));
  for (const name of texts) {
    const text = readFileSync(join(files, name), 'utf8');
    expect(
      hidden.filter((word) => text.includes(word)),
      name,
    ).toEqual([]);
    expect(text.includes(root), name).toBe(false);
  }
});
