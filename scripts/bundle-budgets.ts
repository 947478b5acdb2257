/**
 * What the browser must load before a page lives, compressed, against its budget (DESIGN: shell ≤ 250 KB, graph page ≤ 350 KB).
 * Read from the build's manifests; chunks loaded on demand are weighed in e2e/weight.e2e.ts, where a browser asks for them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';

const budgets = { shell: 250, page: 350 };
const pages = join('.next', 'server', 'app', '(console)');
const manifestName = 'page_client-reference-manifest.js';

interface ClientManifest {
  entryJSFiles: Record<string, string[]>;
}

export function bundleBudgets(): { good: boolean; text: string } {
  const { rootMainFiles } = JSON.parse(readFileSync(join('.next', 'build-manifest.json'), 'utf8')) as {
    rootMainFiles: string[];
  };
  const rows: { name: string; kilobytes: number; budget: number }[] = [];
  for (const page of pagesBuilt()) {
    const file = join(pages, page, manifestName);
    const { entryJSFiles } = readClientManifest(file);
    const entry = (suffix: string) =>
      Object.entries(entryJSFiles).find(([name]) => name.endsWith(suffix))?.[1] ?? [];
    const shell = [...rootMainFiles, ...entry('/app/layout'), ...entry('/app/(console)/layout')];
    if (rows.length === 0) rows.push({ name: 'shell', kilobytes: weigh(shell), budget: budgets.shell });
    const own = entry(`/app/(console)/${page}/page`);
    rows.push({ name: `${page} page`, kilobytes: weigh([...shell, ...own]), budget: budgets.page });
  }
  const text = rows
    .map(
      ({ name, kilobytes, budget }) =>
        `  ${name}: ${kilobytes.toFixed(0)} of ${budget} KB of JavaScript, compressed`,
    )
    .join('\n');
  return { good: rows.length > 1 && rows.every(({ kilobytes, budget }) => kilobytes <= budget), text };
}

/** With those under parameters: "services/[namespace]/[name]". */
function pagesBuilt(): string[] {
  return readdirSync(pages, { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === manifestName && dirname(path) !== '.')
    .map((path) => dirname(path))
    .sort();
}

/** The manifest is a script that hangs its content on a global. */
function readClientManifest(file: string): ClientManifest {
  const sandbox: { __RSC_MANIFEST?: Record<string, ClientManifest>; globalThis?: unknown } = {};
  sandbox.globalThis = sandbox;
  vm.runInNewContext(readFileSync(file, 'utf8'), sandbox);
  const [manifest] = Object.values(sandbox.__RSC_MANIFEST ?? {});
  if (!manifest) throw new Error(`${file} holds no manifest`);
  return manifest;
}

function weigh(files: readonly string[]): number {
  const bytes = [...new Set(files)]
    .filter((file) => file.endsWith('.js'))
    .map((file) => gzipSync(readFileSync(join('.next', file))).length);
  return bytes.reduce((sum, size) => sum + size, 0) / 1000;
}
