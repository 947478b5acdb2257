/** Every class of a style sheet is worn by somebody, and everything that is worn is in its sheet. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const sheets = globSync('{app,components}/**/*.module.css');
const sources = new Map(
  globSync('{app,components}/**/*.{ts,tsx}').map((path) => [path, readFileSync(path, 'utf8')]),
);

/** Where an import of this file leads. */
function placeOf(from: string, written: string): string {
  return written.startsWith('#') ? written.slice(1) : join(dirname(from), written);
}

interface Wearing {
  classes: Set<string>;
  /** Those of them that certainly are: a variable may have the sheet's name elsewhere. */
  surely: Set<string>;
  /** Its classes are asked for by variables: nobody can tell which. */
  open: boolean;
}

/** By sheet: the classes that code and other sheets take from it. */
function worn(): Map<string, Wearing> {
  const found = new Map<string, Wearing>(
    sheets.map((path) => [path, { classes: new Set(), surely: new Set(), open: false }]),
  );
  for (const [path, source] of sources) {
    for (const [line, name, written = ''] of source.matchAll(/^import (\w+) from '(.+\.module\.css)';$/gm)) {
      const wearing = found.get(placeOf(path, written));
      if (wearing === undefined) throw new Error(`${path} wears ${written}, which is not there.`);
      const body = source.replace(line, '');
      const asked = new RegExp(`\\b${name}\\.(\\w+)`, 'g');
      for (const [, one = ''] of body.matchAll(asked)) wearing.classes.add(one);
      for (const [put] of body.matchAll(/className=.*/g)) {
        for (const [, one = ''] of put.matchAll(asked)) wearing.surely.add(one);
      }
      if (new RegExp(`\\b${name}\\[|[ (,:]${name}[,;)]`).test(body)) wearing.open = true;
    }
  }
  for (const path of sheets) {
    for (const [, names = '', written] of readFileSync(path, 'utf8').matchAll(
      /composes: ([\w ]+?)(?: from "(.+)")?;/g,
    )) {
      const wearing = found.get(written === undefined ? path : placeOf(path, written));
      for (const name of names.split(' ')) wearing?.classes.add(name);
    }
  }
  return found;
}

/** What a library puts on its own elements is not ours to wear. */
const ofLibraries = /^(u-|uplot|cm-)/;

function classesIn(path: string): Set<string> {
  const text = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|:global\([^)]*\)/g, '');
  const selectors = [...text.matchAll(/([^{};]*)\{/g)].map(([, selector = '']) => selector).join('\n');
  const names = [...selectors.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, name = '']) => name);
  return new Set(names.filter((name) => !ofLibraries.test(name)));
}

test('no class is left over', () => {
  const left = [...worn()].flatMap(([path, { classes, open }]) =>
    open ? [] : [...classesIn(path)].filter((name) => !classes.has(name)).map((name) => `${path} .${name}`),
  );
  expect(sheets.length).toBeGreaterThan(100);
  expect(left).toEqual([]);
});

test('no class is missing', () => {
  const missing = [...worn()].flatMap(([path, { surely }]) => {
    const own = classesIn(path);
    return [...surely].filter((name) => !own.has(name)).map((name) => `${path} .${name}`);
  });
  expect(missing).toEqual([]);
});
