/** The console as its container runs it: in the file system of the image alone, which cannot be written, as a user who is nobody. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeImageRoot } from '#scripts/image-root.ts';

export const imageUser = 65532;

export interface ImageConsole {
  /** Its file system, seen from outside. */
  root: string;
  /** Runs Node inside, as the console does; resolves with what it printed. */
  node(script: string): Promise<string>;
  start(environment: Readonly<Record<string, string>>): ChildProcess;
  close(): void;
}

/** `chroot` and mounts want root, and Linux. */
export const imageObstacle: string | null =
  process.platform === 'linux' && process.getuid?.() === 0
    ? null
    : 'Only root can change the root of a file system.';

export function openImage(kubeconfig: string): ImageConsole {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-image-'));
  const root = join(folder, 'root');
  makeImageRoot(root);
  mkdirSync(join(root, 'etc/sluice'), { recursive: true });
  copyFileSync(kubeconfig, join(root, 'etc/sluice/kubeconfig'));
  chownSync(join(root, 'etc/sluice/kubeconfig'), imageUser, imageUser);
  // The folder is of whoever made it: others have to pass.
  chmodSync(folder, 0o755);
  const run = (args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess => {
    // A mount of its own, gone with the process.
    const script = [
      'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" || exit 9',
      `exec chroot --userspec=${imageUser}:${imageUser} "$0" /nodejs/bin/node "$@"`,
    ].join('\n');
    return spawn('unshare', ['--mount', 'sh', '-c', script, root, ...args], {
      cwd: '/',
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };
  return {
    root,
    node: (script) =>
      new Promise((resolve, reject) => {
        const child = run(['--eval', script], {});
        let text = '';
        child.stdout?.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        child.stderr?.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        child.once('error', reject).once('close', () => resolve(text));
      }),
    start: (environment) =>
      run(['/app/server.mjs'], { ...environment, KUBECONFIG: '/etc/sluice/kubeconfig' }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
