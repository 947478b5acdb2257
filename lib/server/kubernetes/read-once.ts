/** All objects of a cluster that its account may list, read once: for commands that ask and end. Never Secrets. */
import type { KubernetesObject, MeshConfig } from '#lib/istio/objects.ts';
import { defaultMeshConfig } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { isAppError } from '../app-error.ts';
import { loadConnection } from './kubeconfig.ts';
import { parseMeshConfig } from './mesh-config.ts';
import { collectionPath, fixedPaths } from './paths.ts';
import { type ResourceId, rbacResources, resources } from './resources.ts';
import { createKubernetesClient, type KubernetesClient } from './rest.ts';

export interface ClusterContents {
  objects: KubernetesObject[];
  meshConfig: MeshConfig;
  /** Kinds that the account may not list, with the reason. */
  refused: { kind: string; reason: string }[];
}

const pageSize = '500';

/** Rejects when the kubeconfig cannot be used or the API server cannot be reached. */
export async function readClusterOnce(kubeconfig: string): Promise<ClusterContents> {
  const client = createKubernetesClient(await loadConnection(kubeconfig));
  try {
    const contents: ClusterContents = { objects: [], meshConfig: await meshConfigOf(client), refused: [] };
    const ids = (Object.keys(resources) as ResourceId[]).filter((id) => !rbacResources.has(id));
    for (const id of ids) await readKind(client, id, contents);
    return contents;
  } finally {
    await client.close();
  }
}

async function readKind(client: KubernetesClient, id: ResourceId, contents: ClusterContents): Promise<void> {
  const resource = resources[id];
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  const signal = new AbortController().signal;
  let token = '';
  try {
    do {
      const query = { limit: pageSize, ...(token === '' ? {} : { continue: token }) };
      const page = await client.list(collectionPath(resource, null), query, signal);
      if (!isRecord(page) || !Array.isArray(page.items)) return;
      for (const item of page.items) {
        // Items of a list leave out what the list says.
        if (isObject(item)) contents.objects.push({ ...item, apiVersion, kind: resource.kind });
      }
      token = isRecord(page.metadata) ? String(page.metadata.continue ?? '') : '';
    } while (token !== '');
  } catch (error) {
    // A kind that is not served has no objects.
    if (isAppError(error) && error.code === 'not-found') return;
    if (!isAppError(error) || error.code !== 'forbidden') throw error;
    contents.refused.push({ kind: resource.kind, reason: error.message });
  }
}

async function meshConfigOf(client: KubernetesClient): Promise<MeshConfig> {
  try {
    const found = await client.call({ method: 'GET', path: fixedPaths.meshConfig }, { kind: 'console' });
    const data = isRecord(found) && isRecord(found.data) ? found.data : {};
    return typeof data.mesh === 'string' ? parseMeshConfig(data.mesh) : defaultMeshConfig;
  } catch (error) {
    if (isAppError(error) && ['not-found', 'forbidden'].includes(error.code)) return defaultMeshConfig;
    throw error;
  }
}

function isObject(item: unknown): item is KubernetesObject {
  return isRecord(item) && isRecord(item.metadata) && typeof item.metadata.name === 'string';
}
