/**
 * The container's file system, made from a build: Node, the libraries it is linked with, the server's sources, what Next traced for its
 * pages, and no shell (Dockerfile; SEC-13). `npm run image-root -- FOLDER`. Node runs the TypeScript of lib/ as it stands.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { ensureBuilt } from './build.ts';

const app = 'app';
/** Of Next's image optimiser, which is off. */
const leftOut = new Set(['sharp', '@img', 'detect-libc', 'semver']);

/** Packages that the server's own modules name: pages are bundled by Next. */
export function packagesNamed(text: string): string[] {
  const named = text.matchAll(/^(?:import|export)\s(?!type\s)[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)/gm);
  return [...named].flatMap(([, first, second]) => {
    const name = first ?? second ?? '';
    if (name.startsWith('#') || name.startsWith('.') || name.startsWith('node:')) return [];
    if (builtinModules.includes(name)) return [];
    const parts = name.split('/');
    return [name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? name)];
  });
}

const isSource = (path: string): boolean => /\.(ts|json)$/.test(path) && !/\.test\.tsx?$/.test(path);

function serverSources(): string[] {
  return readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .map((name) => join('lib', name))
    .filter((path) => isSource(path) && !path.includes('/testing/'));
}

interface PackageFile {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** Folders of the packages and of all that they depend on, as Node would find them. */
export function withDependencies(names: Iterable<string>, root = '.'): Set<string> {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    for (let at = resolve(from); ; at = dirname(at)) {
      const folder = join(at, 'node_modules', name);
      if (existsSync(join(folder, 'package.json'))) {
        const path = relative(resolve(root), folder);
        if (found.has(path)) return;
        found.add(path);
        const file: PackageFile = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        for (const next of Object.keys({ ...file.dependencies, ...file.peerDependencies }))
          visit(next, folder);
        return;
      }
      // Optional, and not there.
      if (at === dirname(at)) return;
    }
  };
  for (const name of names) visit(name, root);
  return found;
}

const entry = `/** What the container runs. */
process.chdir(import.meta.dirname);
process.env.NODE_ENV = 'production';
await import('./lib/server/main.ts');
`;

const isNeeded = (path: string): boolean => !/\.(map|d\.[cm]?ts|md)$/.test(path);

/** What a program is linked with, and the loader. */
function libraries(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

export function makeImageRoot(target: string): void {
  const to = (path: string): string => {
    const full = join(target, path);
    mkdirSync(dirname(full), { recursive: true });
    return full;
  };
  cpSync(process.execPath, to('nodejs/bin/node'));
  chmodSync(to('nodejs/bin/node'), 0o755);
  for (const file of libraries(process.execPath)) cpSync(realpathSync(file), to(file));
  writeFileSync(to('etc/passwd'), 'sluice:x:65532:65532::/app:/none\n');
  writeFileSync(to('etc/group'), 'sluice:x:65532:\n');
  mkdirSync(to('tmp'), { recursive: true });
  for (const path of ['package.json', 'public'])
    if (existsSync(path)) cpSync(path, to(join(app, path)), { recursive: true });
  writeFileSync(to(join(app, 'server.mjs')), entry);
  const sources = serverSources();
  for (const path of sources) cpSync(path, to(join(app, path)));
  cpSync('.next', to(join(app, '.next')), {
    recursive: true,
    filter: (path) => !/^\.next\/(cache|standalone|dev|types|diagnostics|trace)/.test(path) && isNeeded(path),
  });
  const traced = join('.next', 'standalone', 'node_modules');
  for (const name of readdirSync(traced).filter((one) => !leftOut.has(one)))
    cpSync(join(traced, name), to(join(app, 'node_modules', name)), { recursive: true });
  const named = new Set(
    sources
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => packagesNamed(readFileSync(path, 'utf8'))),
  );
  // Next's own are traced.
  for (const name of ['next', 'react', 'react-dom']) named.delete(name);
  for (const path of withDependencies(named))
    cpSync(path, to(join(app, path)), { recursive: true, filter: isNeeded, dereference: true });
}

export async function main(argv: readonly string[]): Promise<number> {
  const [target] = argv;
  if (target === undefined || existsSync(target)) {
    process.stderr.write('usage: npm run image-root -- FOLDER   (one that is not there yet)\n');
    return 2;
  }
  if (!(await ensureBuilt((text) => process.stdout.write(`${text}\n`)))) return 1;
  makeImageRoot(target);
  return 0;
}
