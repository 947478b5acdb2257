/**
 * The build of the console as another version's: the same pages, under an id of its own and with other names for all of its scripts and
 * styles. A second build would take minutes, and differ in fewer files.
 */
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { root } from './demo.ts';

const left = new Set(['cache', 'standalone', 'diagnostics', 'types', 'trace', 'trace-build', 'turbopack']);

/** Where a console has to be started to serve it. */
export function makeOtherBuild(name: string): string {
  const dir = join(root, '.cache', name);
  const own = join(root, '.next');
  const build = join(dir, '.next');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  // Packed files would be served as they are.
  cpSync(own, build, {
    recursive: true,
    filter: (file) => !left.has(relative(own, file)) && !file.endsWith('.br'),
  });
  for (const folder of ['lib', 'package.json']) symlinkSync(join(root, folder), join(dir, folder));
  const id = readFileSync(join(build, 'BUILD_ID'), 'utf8');
  const other = [...id].reverse().join('');
  for (const file of readdirSync(build, { recursive: true, encoding: 'utf8' }).map((file) =>
    join(build, file),
  )) {
    if (!/\.(js|json|html|rsc|css)$|BUILD_ID$/.test(basename(file)) || !statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8');
    const told = text.replaceAll('static/chunks/', 'static/others/').replaceAll(id, other);
    if (told !== text) writeFileSync(file, told);
  }
  renameSync(join(build, 'static', 'chunks'), join(build, 'static', 'others'));
  renameSync(join(build, 'static', id), join(build, 'static', other));
  return dir;
}
