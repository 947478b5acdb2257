/** Pages and routes that exist and that no row of the table covers, and rows for what does not exist. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '#lib/api/routes.ts';
import type { MatrixRow } from './row.ts';
import { elsewhere } from './table.ts';

export interface Gap {
  /** There, and in no row. */
  uncovered: string[];
  /** In a row, and not there. */
  unknown: string[];
}

/** Files of `app/` that answer an address: pages, and route handlers, of which there are to be none. */
export function pageFiles(root: string): string[] {
  return readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .map((file) => join('app', file))
    .filter((file) => /\/(page|route)\.tsx?$/.test(file))
    .sort();
}

/** A path of a row that the route of its name would not answer is a gap as well. */
function answers(name: keyof typeof routes, path: string): boolean {
  const pattern = routes[name].path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : part));
  return new RegExp(`^${pattern.join('/')}$`).test(path.split('?')[0] ?? '');
}

export function gaps(rows: readonly MatrixRow[], root: string): Gap {
  const requests = rows.flatMap((row) => row.requests);
  const asked = new Set<string>([...requests.map(({ route }) => route), ...Object.keys(elsewhere)]);
  const shown = new Set(rows.flatMap(({ pages }) => pages.map(({ file }) => file)));
  const files = pageFiles(root);
  return {
    uncovered: [
      ...Object.keys(routes).filter((name) => !asked.has(name)),
      ...files.filter((file) => !shown.has(file)),
    ],
    unknown: [
      ...[...asked].filter((name) => !Object.hasOwn(routes, name)),
      ...[...shown].filter((file) => !files.includes(file)),
      ...requests.filter(({ route, path }) => !answers(route, path)).map(({ path }) => path),
    ],
  };
}
