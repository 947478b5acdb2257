/** Every value of the chart is set by one of the installations that are tried: what nobody sets is judged by nobody. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { installations } from './values.ts';

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;

/** Dotted paths down to what is no group of values. */
function leaves(value: unknown, path = ''): string[] {
  if (!isGroup(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === '' ? name : `${path}.${name}`),
  );
}

function sets(values: unknown, path: string): boolean {
  const found = path
    .split('.')
    .reduce<unknown>((inner, name) => (isGroup(inner) ? inner[name] : undefined), values);
  return found !== undefined;
}

const defaults: unknown = parse(readFileSync('deploy/chart/values.yaml', 'utf8'));

test.each(leaves(defaults))('%s', (path) => {
  expect(Object.values(installations).some((values) => sets(values, path))).toBe(true);
});

test('every value has a place in the schema', () => {
  interface Schema {
    type?: unknown;
    properties?: Record<string, Schema>;
    $ref?: string;
    $defs?: Record<string, Schema>;
  }
  const root: Schema = JSON.parse(readFileSync('deploy/chart/values.schema.json', 'utf8'));
  const inSchema = (path: string): boolean => {
    let at: Schema | undefined = root;
    for (const name of path.split('.')) {
      const named: Schema | undefined =
        at?.$ref === undefined ? at : root.$defs?.[at.$ref.split('/').at(-1) ?? ''];
      // Below an object without properties everything may stand: Kubernetes judges it.
      if (named?.type === 'object' && named.properties === undefined) return true;
      at = named?.properties?.[name];
    }
    return at !== undefined;
  };
  expect(leaves(defaults).filter((path) => !inSchema(path))).toEqual([]);
});
