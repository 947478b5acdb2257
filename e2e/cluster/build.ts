/**
 * Builds the cluster's programs from their pinned Go modules (modules/NAME) into a cache outside the checkout, once per set of
 * pins, flags and compiler. By hand: `node e2e/cluster/build.ts [NAME…]` prints where they are.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '#scripts/run.ts';

interface Program {
  package: string;
  /** What the linker writes into variables: without it they report versions that their clients refuse. */
  variables: Readonly<Record<string, string>>;
}

const kubernetesVersion = {
  // The ending says that whoever reads this may sign in as a persona: the console does so on no other cluster.
  gitVersion: 'v1.36.3+sluice.demo',
  gitMajor: '1',
  gitMinor: '36',
  gitCommit: 'none',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
};

const variablesOf = (packagePath: string, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${packagePath}.${name}`, value]));

const programs = {
  etcd: { package: 'go.etcd.io/etcd/server/v3', variables: {} },
  prometheus: { package: 'github.com/prometheus/prometheus/cmd/prometheus', variables: {} },
  'kube-apiserver': {
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    variables: {
      ...variablesOf('k8s.io/component-base/version', kubernetesVersion),
      ...variablesOf('k8s.io/client-go/pkg/version', kubernetesVersion),
    },
  },
  /** Of Kubernetes' controller manager the one that fills view, edit and admin. */
  'clusterrole-aggregation': { package: '.', variables: {} },
  istiod: {
    package: 'istio.io/istio/pilot/cmd/pilot-discovery',
    variables: variablesOf('istio.io/istio/pkg/version', { buildVersion: '1.31.0', buildTag: '1.31.0' }),
  },
  /** Not a part of the cluster: it renders the chart that is tried there. */
  helm: {
    package: 'helm.sh/helm/v4/cmd/helm',
    variables: variablesOf('helm.sh/helm/v4/internal/version', { version: 'v4.3.2' }),
  },
  /** Nor this: Jaeger's query API over its memory storage, against which the demo's is held. */
  jaeger: { package: '.', variables: {} },
} as const satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof programs;

/** What the cluster is made of. */
export type ClusterProgram = Exclude<ProgramName, 'helm' | 'jaeger'>;

export const programNames: readonly ClusterProgram[] = [
  'etcd',
  'prometheus',
  'kube-apiserver',
  'clusterrole-aggregation',
  'istiod',
];

/** Modules of which sources are read, and nothing is built. */
type SourceModule = ProgramName | 'prometheus-operator';

const moduleFolder = (name: SourceModule): string => join(import.meta.dirname, 'modules', name);

const goOutput = (folder: string, ...args: string[]): string =>
  execFileSync('go', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();

function flagsOf({ variables }: Program): string[] {
  const settings = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  return ['-trimpath', '-ldflags', ['-s -w', ...settings].join(' ')];
}

function pathOf(name: ProgramName): string {
  const folder = moduleFolder(name);
  const hash = createHash('sha256').update(JSON.stringify(programs[name]));
  const own = programs[name].package === '.' ? ['main.go'] : [];
  for (const file of ['go.mod', 'go.sum', ...own]) hash.update(readFileSync(join(folder, file)));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sluice');
  const version = goOutput(folder, 'env', 'GOVERSION');
  return join(cache, `${name}-${hash.digest('hex').slice(0, 16)}-${version}`, name);
}

/** The path of the program, built now if it has to be. Two that want the same wait for one build. */
export async function buildBinary(name: ProgramName, tell: (line: string) => void): Promise<string> {
  const path = pathOf(name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  tell(`building ${name} from its Go module`);
  const began = Date.now();
  const program = programs[name];
  // flock(1) lets go when its process ends, however it ends; the rename makes the file appear whole.
  const script = '[ -x "$1" ] || { out="$1"; shift; go build -o "$out.part" "$@" && mv "$out.part" "$out"; }';
  const args = [`${path}.lock`, 'sh', '-c', script, 'build', path, ...flagsOf(program), program.package];
  const code = await run('flock', args, {
    cwd: moduleFolder(name),
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0 || !existsSync(path)) throw new Error(`${name} could not be built (exit code ${code}).`);
  tell(`built ${name} in ${Math.round((Date.now() - began) / 1000)} s`);
  return path;
}

/** Where the sources of a pinned module lie: CRDs come from there. */
export function moduleSources(name: SourceModule, module: string): string {
  goOutput(moduleFolder(name), 'mod', 'download', module);
  return goOutput(moduleFolder(name), 'list', '-m', '-f', '{{.Dir}}', module);
}

if (import.meta.main) {
  const asked = process.argv.slice(2);
  const all: readonly ProgramName[] = [...programNames, 'helm', 'jaeger'];
  const unknown = asked.find((name) => !Object.hasOwn(programs, name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${all.join(', ')}`);
  for (const name of all.filter((name) => asked.length === 0 || asked.includes(name)))
    process.stdout.write(`${await buildBinary(name, (line) => process.stderr.write(`… ${line}\n`))}\n`);
}
