/** The CRDs of Istio and of the Gateway API, out of the modules that istiod is built from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ApiClient } from './api-client.ts';
import { moduleSources } from './build.ts';

/** Files with one CRD or many each. Wants Go, and the modules or a way to fetch them. */
export function crdFiles(): string[] {
  const istio = moduleSources('istiod', 'istio.io/istio');
  const gatewayApi = join(moduleSources('istiod', 'sigs.k8s.io/gateway-api'), 'config', 'crd', 'standard');
  return [
    join(istio, 'manifests', 'charts', 'base', 'files', 'crd-all.gen.yaml'),
    ...readdirSync(gatewayApi)
      .filter((name) => name.startsWith('gateway.networking.k8s.io_'))
      .map((name) => join(gatewayApi, name)),
  ];
}

/** Of Prometheus Operator, for the chart alone: no part of a mesh. */
export function serviceMonitorCrd(): string {
  const sources = moduleSources('prometheus-operator', 'github.com/prometheus-operator/prometheus-operator');
  return join(sources, 'example', 'prometheus-operator-crd', 'monitoring.coreos.com_servicemonitors.yaml');
}

function readCrds(files: readonly string[]): KubernetesObject[] {
  return files
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')))
    .flatMap((document): KubernetesObject[] => {
      const object: KubernetesObject | null = document.toJS();
      return object?.kind === 'CustomResourceDefinition' ? [object] : [];
    });
}

interface CrdStatus {
  status?: { conditions?: { type: string; status: string }[] };
}

const collection = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const pollMs = 50;
const establishedWithinMs = 60_000;

async function established(api: ApiClient, name: string): Promise<void> {
  const deadline = Date.now() + establishedWithinMs;
  while (Date.now() < deadline) {
    const { body } = await api.call<CrdStatus>('GET', `${collection}/${name}`);
    if (body.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True'))
      return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`${name} is not established`);
}

export async function removeCrds(api: ApiClient, files: readonly string[]): Promise<void> {
  for (const { metadata } of readCrds(files)) await api.call('DELETE', `${collection}/${metadata.name}`);
}

/** `more`: such that stand in no file. Settles when the API serves all of them. */
export async function installCrds(
  api: ApiClient,
  files: readonly string[],
  more: readonly KubernetesObject[] = [],
): Promise<void> {
  const crds = [...readCrds(files), ...more];
  await Promise.all(
    crds.map(async (crd) => {
      const { status, body } = await api.call('POST', collection, { body: crd });
      if (status !== 201) throw new Error(`${crd.metadata.name}: ${JSON.stringify(body)}`);
      await established(api, crd.metadata.name);
    }),
  );
}
