/** Wherever a screen opens another tab, what is in it gets neither a handle on the console nor its address. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Every attribute and every call that opens a tab, with what stands behind it. */
function openers(): { file: string; text: string }[] {
  return ['components', 'app'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .flatMap((name) => {
        const source = readFileSync(join(root, folder, name), 'utf8');
        return [...source.matchAll(/target="_blank"|window\.open\(/g)].map(({ index }) => ({
          file: join(folder, name),
          text: source.slice(index, index + 80),
        }));
      }),
  );
}

test('SEC-30 nothing opens a tab but by rel="noopener noreferrer"', () => {
  const found = openers();
  // The tools' menu, a Service's own pages, the list of tools, documentation, the palette.
  expect(new Set(found.map(({ file }) => file)).size).toBeGreaterThanOrEqual(5);
  const bad = found.filter(({ text }) => !/rel="noopener noreferrer"|'noopener,noreferrer'/.test(text));
  expect(bad).toEqual([]);
});
