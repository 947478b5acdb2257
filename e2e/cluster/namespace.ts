/**
 * A network and a process namespace of one's own. Inside, every address of pods and nodes is local without any interface, and nothing reaches
 * the world outside. Its first process is a program of ours: when that ends, or whoever started it dies, however it
 * dies, the kernel ends everything inside and both namespaces are gone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Where pods and Services are, and where the nodes. */
const ranges = ['10.0.0.0/8', '192.168.0.0/16'];
const routes = ranges.map((range) => `ip route add local ${range} dev lo`);
const prepare = ['ip link set lo up', ...routes, 'exec "$@"'].join(' && ');

function wrapped(command: readonly string[]): [string, string[]] {
  // Without root, a user namespace gives the right to make the others.
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const namespaces = [...user, '--net', '--pid', '--fork', '--kill-child=KILL'];
  const args = ['--pdeathsig', 'KILL', '--', 'unshare', ...namespaces, '--', 'sh', '-c', prepare, 'sh'];
  return ['setpriv', [...args, ...command]];
}

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

function installIproute(tell: (line: string) => void): void {
  tell('installing iproute2 with apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'iproute2'],
  ])
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Why no namespace can be made here, in a sentence; null when it can. Installs iproute2 where that is all that is missing. */
export function namespaceObstacle(tell: (line: string) => void): string | null {
  if (process.platform !== 'linux') return 'network namespaces are a feature of Linux';
  for (const program of ['unshare', 'setpriv', 'flock'])
    if (!has(program)) return `${program} is missing (util-linux)`;
  if (!has('ip') && process.getuid?.() === 0) installIproute(tell);
  if (!has('ip')) return 'ip is missing (iproute2)';
  const [command, args] = wrapped(['true']);
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : `no network namespace can be made: ${stderr.trim()}`;
}

/** Starts a command as the first process of new namespaces; its standard input and output are ours. */
export function spawnInNamespace(command: readonly string[]): ChildProcess {
  const [program, args] = wrapped(command);
  // A group of its own: Ctrl-C in a terminal is for us, who then end it in order.
  return spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
}

/** What runs a command in the network of the process with this id (as seen from outside). */
export function enterNetwork(pid: number): string[] {
  const user = process.getuid?.() === 0 ? [] : ['--user', '--preserve-credentials'];
  return ['nsenter', '--target', `${pid}`, ...user, '--net', '--'];
}
