/** Istio's mesh configuration: ConfigMap `istio`, key `mesh` (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/), read once a minute. */
import { parseDocument } from 'yaml';
import { defaultMeshConfig, type MeshConfig } from '#lib/istio/objects.ts';
import type { Clock } from '../clock.ts';
import { fixedPaths } from './paths.ts';
import { isJsonObject } from './prune.ts';
import type { KubernetesClient } from './rest.ts';

export interface MeshConfigReader {
  current(): MeshConfig;
  run(signal: AbortSignal): Promise<void>;
}

const everyMs = 60_000;

/** Istio's defaults stand in for whatever is absent or no mesh configuration. */
export function parseMeshConfig(text: string): MeshConfig {
  const document = parseDocument(text);
  const value: unknown = document.errors.length > 0 ? {} : document.toJS({ maxAliasCount: 20 });
  const mesh = isJsonObject(value) ? value : {};
  const policy = isJsonObject(mesh.outboundTrafficPolicy) ? mesh.outboundTrafficPolicy.mode : undefined;
  return {
    rootNamespace:
      typeof mesh.rootNamespace === 'string' ? mesh.rootNamespace : defaultMeshConfig.rootNamespace,
    // The cluster domain is a flag of istiod, not part of the mesh configuration.
    domain: defaultMeshConfig.domain,
    outboundTrafficPolicy: policy === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
    enableAutoMtls: mesh.enableAutoMtls !== false,
  };
}

export function createMeshConfigReader(
  client: KubernetesClient,
  clock: Clock,
  onChange: () => void,
): MeshConfigReader {
  let current = defaultMeshConfig;
  let text = '';

  async function refresh(signal: AbortSignal): Promise<void> {
    const found = await client.call(
      { method: 'GET', path: fixedPaths.meshConfig, signal },
      { kind: 'console' },
    );
    const data = isJsonObject(found) && isJsonObject(found.data) ? found.data : {};
    const next = typeof data.mesh === 'string' ? data.mesh : '';
    if (next === text) return;
    text = next;
    current = parseMeshConfig(next);
    onChange();
  }

  return {
    current: () => current,
    run: async (signal) => {
      while (!signal.aborted) {
        // Absent, forbidden or away: the last good one, at first Istio's defaults.
        await refresh(signal).catch(() => undefined);
        await clock.delay(everyMs, signal);
      }
    },
  };
}
