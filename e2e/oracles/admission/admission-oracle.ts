/** The oracle process (main.go): one object in, what the API server's schema and istiod's webhook say of it out. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { startLineProcess } from '../line-process.ts';

export interface Verdict {
  /** Paths of fields that the schema does not know. */
  unknown: string[];
  /** What the schema and its CEL rules say. */
  errors: { reason: string; field: string; message: string }[];
  /** What the webhook refuses with; "" when it admits. Asked even where the schema already refuses. */
  denial: string;
  warnings: string[];
}

export interface AdmissionOracle {
  ask(object: KubernetesObject): Promise<Verdict>;
  stop(): void;
}

const folder = import.meta.dirname;

/** The folder of Istio's sources: its CRDs, and documents to begin with. */
export function istioSources(): string {
  return folderOf('istio.io/istio');
}

function folderOf(module: string): string {
  const args = ['list', '-m', '-f', '{{.Dir}}', module];
  return execFileSync('go', args, { cwd: folder, encoding: 'utf8' }).trim();
}

/** Seconds with a warm Go build cache, some ten minutes with a cold one. */
export function buildAdmissionOracle(): string {
  return execFileSync(join(folder, 'build.sh'), {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
}

export function startAdmissionOracle(binary: string, sources: string): AdmissionOracle {
  const crds = join(sources, 'manifests/charts/base/files/crd-all.gen.yaml');
  const gatewayApi = join(folderOf('sigs.k8s.io/gateway-api'), 'config', 'crd', 'standard');
  const files = ['gateways', 'grpcroutes', 'httproutes', 'referencegrants'].map((plural) =>
    join(gatewayApi, `gateway.networking.k8s.io_${plural}.yaml`),
  );
  const { ask, stop } = startLineProcess(binary, [crds, ...files]);
  return { ask: async (object) => (await ask(object)) as Verdict, stop };
}
