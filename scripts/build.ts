/** Builds the browser part (`next build`) when its sources have changed since the last build. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { collect } from './run.ts';

const brotli = promisify(brotliCompress);
const stamp = join('.next', 'sluice-build');
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.js',
  'postcss.config.cjs',
  'proxy.ts',
  'package-lock.json',
  'tsconfig.json',
];

function sourceHash(): string {
  const hash = createHash('sha256');
  const walk = (path: string): void => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) walk(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(path).update('\0').update(readFileSync(path)).update('\0');
    }
  };
  for (const source of sources) walk(source);
  return hash.digest('hex');
}

export function isBuilt(): boolean {
  return (
    existsSync(stamp) && existsSync(join('.next', 'BUILD_ID')) && readFileSync(stamp, 'utf8') === sourceHash()
  );
}

/** Answers whether there is a build now; what `next build` says is shown only when it fails. */
export async function ensureBuilt(report: (text: string) => void): Promise<boolean> {
  if (isBuilt()) return true;
  const began = Date.now();
  report('Building the console (once; about half a minute)');
  const timer = setInterval(
    () => report(`Building the console, ${Math.round((Date.now() - began) / 1000)} s`),
    5_000,
  );
  const hash = sourceHash();
  const { code, output } = await collect('next', ['build'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  clearInterval(timer);
  if (code !== 0) {
    process.stderr.write(`${output}\nThe build failed.\n`);
    return false;
  }
  report('Packing the console');
  await packStatic(join('.next', 'static'));
  writeFileSync(stamp, hash);
  report(`Built in ${Math.round((Date.now() - began) / 1000)} s`);
  return true;
}

/**
 * Asks the browser to compile a script whole while it streams in, on a thread of its own. By itself it compiles each function when it is
 * first called, on the page's thread, after a first pass over all of them: a third of what that thread did until a page stood.
 */
const compileHint = '//# allFunctionsCalledOnLoad\n';

/** Scripts with their hint; a Brotli twin beside every script and style (lib/server/http/static-files.ts sends them). */
async function packStatic(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(js|css)$/.test(name),
  );
  for (const name of names) {
    const file = join(folder, name);
    if (name.endsWith('.js')) writeFileSync(file, `${compileHint}${readFileSync(file, 'utf8')}`);
    writeFileSync(`${file}.br`, await brotli(readFileSync(file)));
  }
}

export async function main(): Promise<number> {
  return (await ensureBuilt((text) => process.stdout.write(`${text}\n`))) ? 0 : 1;
}
