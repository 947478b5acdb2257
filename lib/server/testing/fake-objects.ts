/** Single objects of the fake Kubernetes: get, create, update and delete with rights, versions and dry runs, and what a webhook would say. */
import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { type FakeKubernetes, mayDo } from './fake-kubernetes.ts';
import { type Recorded, sendJson } from './recorder.ts';

export interface FakeObjects {
  /** Before anything else: true means it has answered. */
  fault: ((request: Recorded, response: ServerResponse) => boolean) | null;
  /** What a webhook refuses with; null admits. */
  webhook: (object: KubernetesObject) => string | null;
  warning: string | null;
  /** Whether watches hear of what is written; off where a test tells them itself. */
  announces: boolean;
  /** Calls about single objects that came with a user's token, as `METHOD path`, with `?dryRun` where it was one. */
  calls(since: number): string[];
  object(plural: string, namespace: string, name: string): KubernetesObject | undefined;
}

const objectPath =
  /^\/(?:api|apis\/([^/]+))\/[^/]+\/namespaces\/([^/]+)\/([a-z]+)(?:\/([^/]+))?(?:\/(status))?$/;
/** Of which lists are asked for in one namespace, with a user's own token. */
const listed: readonly string[] = ['configmaps', 'horizontalpodautoscalers', 'strategies'];
const meshConfigPath = '/api/v1/namespaces/istio-system/configmaps/istio';
const verbs: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

export function serveObjects(kubernetes: FakeKubernetes): FakeObjects {
  let version = 1000;

  function list(key: string): KubernetesObject[] {
    const found = kubernetes.objects.get(key) ?? [];
    kubernetes.objects.set(key, found);
    return found;
  }

  function status(response: ServerResponse, code: number, reason: string, message: string, details?: object) {
    sendJson(response, code, { kind: 'Status', status: 'Failure', code, reason, message, details });
    return true;
  }

  function serve(request: Recorded, response: ServerResponse): boolean {
    const [, group = '', namespace = '', plural = '', name, subresource] =
      objectPath.exec(request.path) ?? [];
    const isList = name === undefined && request.method === 'GET';
    if (plural === '' || (isList && !listed.includes(plural)) || request.path === meshConfigPath)
      return false;
    if (fake.fault?.(request, response)) return true;
    const token = /^Bearer (.*)$/.exec(String(request.headers.authorization ?? ''))?.[1] ?? '';
    const user = kubernetes.users.get(token);
    const verb = isList ? 'list' : (verbs[request.method] ?? '');
    if (user === undefined) return status(response, 401, 'Unauthorized', 'Unauthorized');
    if (!mayDo(user, { verb, group, resource: plural, subresource, namespace })) {
      const words = `${plural}.${group} "${name}" is forbidden: User "${user.name}" cannot ${verb} resource "${plural}" in API group "${group}"`;
      return status(response, 403, 'Forbidden', words);
    }
    const all = list(`${group}/${plural}`);
    if (isList) {
      const items = all.filter(
        ({ metadata }) => metadata.namespace === namespace && isSelected(metadata.labels, request),
      );
      sendJson(response, 200, { kind: 'List', metadata: { resourceVersion: '100' }, items });
      return true;
    }
    const body = request.body === '' ? null : JSON.parse(request.body);
    const wanted = name ?? body?.metadata?.name;
    const index = all.findIndex(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === wanted,
    );
    const live = all[index];
    if (fake.warning !== null && request.method !== 'GET') {
      response.setHeader('warning', `299 - "${fake.warning.replaceAll('"', '\\"')}"`);
    }
    if (request.method === 'POST') {
      if (live !== undefined) return status(response, 409, 'AlreadyExists', `"${wanted}" already exists`);
    } else if (live === undefined) {
      return status(response, 404, 'NotFound', `${plural} "${wanted}" not found`);
    }
    if (request.method === 'GET') {
      sendJson(response, 200, live ?? {});
      return true;
    }
    // As the API server does: of a deletion with a body the query says nothing.
    const isDryRun =
      request.method === 'DELETE' && body !== null && body !== undefined
        ? body.dryRun?.includes('All') === true
        : request.query.get('dryRun') === 'All';
    const expected =
      request.method === 'DELETE' ? body?.preconditions?.resourceVersion : body?.metadata?.resourceVersion;
    if (live !== undefined && expected !== undefined && expected !== live.metadata.resourceVersion) {
      return status(response, 409, 'Conflict', 'the object has been modified');
    }
    const denied = request.method === 'DELETE' ? null : fake.webhook(body);
    if (denied !== null) {
      const message = `admission webhook "validation.istio.io" denied the request: ${denied}`;
      return status(response, 400, 'BadRequest', message);
    }
    if (request.method === 'DELETE') {
      if (!isDryRun) all.splice(index, 1);
      if (!isDryRun) tell('DELETED', `${group}/${plural}`, live);
      sendJson(response, 200, { kind: 'Status', status: 'Success' });
      return true;
    }
    version += 1;
    const value = request.method === 'PATCH' ? merged(live, body) : body;
    const stored = { ...value, metadata: { ...value.metadata, resourceVersion: String(version) } };
    if (!isDryRun) all.splice(index === -1 ? all.length : index, index === -1 ? 0 : 1, stored);
    if (!isDryRun) tell(live === undefined ? 'ADDED' : 'MODIFIED', `${group}/${plural}`, stored);
    sendJson(response, request.method === 'POST' ? 201 : 200, stored);
    return true;
  }

  function tell(type: string, key: string, object: KubernetesObject | undefined): void {
    if (fake.announces) kubernetes.emit(key, JSON.stringify({ type, object }));
  }

  kubernetes.fault = serve;
  const fake: FakeObjects = {
    fault: null,
    webhook: () => null,
    warning: null,
    announces: false,
    calls: (since) =>
      kubernetes.requests
        .slice(since)
        .filter(({ path }) => objectPath.test(path))
        .filter(({ query }) => !query.has('watch'))
        .map(
          ({ method, path, query }) =>
            `${method} ${path.replace(/^\/(?:api|apis\/[^/]+)\/[^/]+\/namespaces\//, '')}${query.has('dryRun') ? '?dryRun' : ''}`,
        ),
    object: (plural, namespace, name) =>
      list(`networking.istio.io/${plural}`).find(
        ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
      ),
  };
  return fake;
}

/** A merge patch (RFC 7386). */
function merged(target: unknown, patch: unknown): ReturnType<typeof JSON.parse> {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const out: Record<string, unknown> =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = merged(out[key], value);
  }
  return out;
}

function isSelected(labels: Readonly<Record<string, string>> = {}, { query }: Recorded): boolean {
  return (query.get('labelSelector') ?? '').split(',').every((part) => {
    const [key = '', value] = part.split('=');
    return key === '' || (value === undefined ? Object.hasOwn(labels, key) : labels[key] === value);
  });
}
