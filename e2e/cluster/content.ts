/**
 * The demo's objects, put through a real API. There are no controllers: what they would make (ReplicaSets, Pods, EndpointSlices,
 * every status) is in the demo's content and is created like the rest. What a server refuses is a fault of the content.
 */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { ApiClient } from './api-client.ts';

interface ResourceList {
  resources: { name: string; kind: string; namespaced: boolean }[];
}

/** Owners before what they own, and what others name before those who name it. */
const firstKinds = [
  'Namespace',
  'Node',
  'ClusterRole',
  'Role',
  'ServiceAccount',
  'ConfigMap',
  'Secret',
  'Service',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'EndpointSlice',
];
/** A namespace's phase is the namespace controller's, and every namespace begins as Active. */
const kindsWithoutStatus = new Set(['Namespace']);
const concurrent = 16;

/** istiod's webhook says it of every EnvoyFilter, whatever it holds. */
const alwaysWarned = /EnvoyFilter exposes internal implementation details/;

export const isWebhook = ({ kind }: KubernetesObject): boolean => kind.endsWith('WebhookConfiguration');

const rankOf = ({ kind }: KubernetesObject): number => {
  const rank = firstKinds.indexOf(kind);
  return rank === -1 ? firstKinds.length : rank;
};

export interface ContentWriter {
  /** Throws with everything that was refused or warned of. */
  write(objects: readonly KubernetesObject[]): Promise<void>;
}

export function createContentWriter(api: ApiClient): ContentWriter {
  /** What the content calls an object, and what the server calls it. */
  const uids = new Map<string, string>();
  const resourceLists = new Map<string, Promise<ResourceList>>();

  async function pathOf({ apiVersion, kind, metadata }: KubernetesObject): Promise<string> {
    const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const known =
      resourceLists.get(apiVersion) ?? api.call<ResourceList>('GET', root).then(({ body }) => body);
    resourceLists.set(apiVersion, known);
    const resource = (await known).resources?.find((one) => one.kind === kind && !one.name.includes('/'));
    if (resource === undefined) throw new Error(`the server knows no ${kind} of ${apiVersion}`);
    return `${root}${resource.namespaced ? `/namespaces/${metadata.namespace}` : ''}/${resource.name}`;
  }

  /** References by uid are to the server's objects. */
  function withServerUids(object: KubernetesObject): KubernetesObject {
    const text = JSON.stringify(object, (key, value) => (key === 'uid' ? (uids.get(value) ?? value) : value));
    return JSON.parse(text);
  }

  async function put(object: KubernetesObject, refused: string[]): Promise<void> {
    const path = await pathOf(object);
    const { status: ownStatus, ...rest } = withServerUids(object);
    const { uid: _, creationTimestamp: __, generation: ___, managedFields, ...metadata } = rest.metadata;
    const ask = async (method: 'POST' | 'PATCH', at: string, body: object) => {
      const manager = managedFields?.[0]?.manager ?? 'kubectl';
      const query = new URLSearchParams({ fieldManager: manager, fieldValidation: 'Strict' });
      const answer = await api.call<KubernetesObject & { message?: string }>(method, `${at}?${query}`, {
        body,
      });
      const name = `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      if (answer.status >= 300)
        refused.push(
          `${method} ${name}: ${answer.status} ${answer.body.message ?? JSON.stringify(answer.body)}`,
        );
      for (const warning of answer.warnings) {
        if (!alwaysWarned.test(warning)) refused.push(`${method} ${name}: warning ${warning}`);
      }
      return answer;
    };
    const own = `${path}/${metadata.name}`;
    const isThere = object.kind === 'Namespace' && (await api.call('GET', own)).status === 200;
    // Some namespaces are the server's own from its start.
    const created = isThere
      ? await ask('PATCH', own, { metadata })
      : await ask('POST', path, { ...rest, metadata });
    if (created.status >= 300) return;
    if (object.metadata.uid !== undefined) uids.set(object.metadata.uid, created.body.metadata.uid ?? '');
    // Who wrote an object and when is what its owner's tool would have left; the API takes that with a patch. Into its
    // webhooks istiod writes its own trust meanwhile: those are its to date.
    if (managedFields !== undefined && !isWebhook(object))
      await ask('PATCH', own, { metadata: { managedFields } });
    if (ownStatus !== undefined && !kindsWithoutStatus.has(object.kind))
      await ask('PATCH', `${own}/status`, { status: ownStatus });
  }

  return {
    async write(objects) {
      const refused: string[] = [];
      for (let rank = 0; rank <= firstKinds.length; rank += 1) {
        const queue = objects.filter((object) => rankOf(object) === rank);
        const work = async (): Promise<void> => {
          for (let object = queue.shift(); object !== undefined; object = queue.shift())
            await put(object, refused);
        };
        await Promise.all(Array.from({ length: concurrent }, work));
      }
      if (refused.length > 0) throw new Error(`The API refused content:\n  ${refused.join('\n  ')}`);
    },
  };
}
