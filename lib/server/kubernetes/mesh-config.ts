/** Istio's mesh configuration: ConfigMap `istio`, key `mesh` (https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/), read once a minute. */
import { parseDocument } from 'yaml';
import { extensionProvidersOf } from '#lib/istio/extension-providers.ts';
import { type MeshSetting, meshSettings } from '#lib/istio/mesh-settings.ts';
import { defaultMeshConfig, type MeshConfig } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { fixedPaths } from './paths.ts';
import type { KubernetesClient } from './rest.ts';

export interface MeshConfigReader {
  current(): MeshConfig;
  told(): ToldMeshConfig;
  run(signal: AbortSignal): Promise<void>;
}

/** The configuration as people read it, and whether it is the mesh's own or Istio's defaults stand in. */
export interface ToldMeshConfig {
  state: 'read' | 'absent' | 'forbidden' | 'unreachable' | 'starting';
  settings: readonly MeshSetting[];
}

const everyMs = 60_000;

function parsed(text: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text);
  const value: unknown = document.errors.length > 0 ? {} : document.toJS({ maxAliasCount: 20 });
  return isRecord(value) ? value : {};
}

/** Istio's defaults stand in for whatever is absent or no mesh configuration. */
export function parseMeshConfig(text: string): MeshConfig {
  const mesh = parsed(text);
  const policy = isRecord(mesh.outboundTrafficPolicy) ? mesh.outboundTrafficPolicy.mode : undefined;
  return {
    rootNamespace:
      typeof mesh.rootNamespace === 'string' ? mesh.rootNamespace : defaultMeshConfig.rootNamespace,
    // The cluster domain is a flag of istiod, not part of the mesh configuration.
    domain: defaultMeshConfig.domain,
    outboundTrafficPolicy: policy === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY',
    enableAutoMtls: mesh.enableAutoMtls !== false,
    extensionProviders: extensionProvidersOf(mesh),
  };
}

export function createMeshConfigReader(
  client: KubernetesClient,
  clock: Clock,
  onChange: () => void,
): MeshConfigReader {
  let current = defaultMeshConfig;
  let text = '';
  let told: ToldMeshConfig = { state: 'starting', settings: meshSettings({}) };

  async function refresh(signal: AbortSignal): Promise<void> {
    const found = await client.call(
      { method: 'GET', path: fixedPaths.meshConfig, signal },
      { kind: 'console' },
    );
    const data = isRecord(found) && isRecord(found.data) ? found.data : {};
    const next = typeof data.mesh === 'string' ? data.mesh : '';
    told = { state: 'read', settings: next === text ? told.settings : meshSettings(parsed(next)) };
    if (next === text) return;
    text = next;
    current = parseMeshConfig(next);
    onChange();
  }

  /** Absent, forbidden or away: the last good one, at first Istio's defaults. */
  function failed(error: unknown): void {
    const code = isAppError(error) ? error.code : '';
    const state = code === 'not-found' ? 'absent' : code === 'forbidden' ? 'forbidden' : 'unreachable';
    told = { ...told, state };
  }

  return {
    current: () => current,
    told: () => told,
    run: async (signal) => {
      while (!signal.aborted) {
        await refresh(signal).catch(failed);
        await clock.delay(everyMs, signal);
      }
    },
  };
}
