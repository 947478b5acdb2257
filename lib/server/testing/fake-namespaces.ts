/** Namespaces of the fake Kubernetes that take merge patches of labels, with rights, versions and dry runs. */
import type { ServerResponse } from 'node:http';
import { type FakeKubernetes, mayDo } from './fake-kubernetes.ts';
import { type Recorded, sendJson } from './recorder.ts';

export interface FakeNamespaces {
  /** Before anything else: true means it has answered. */
  fault: ((request: Recorded, response: ServerResponse) => boolean) | null;
  warning: string | null;
  /** What was sent about single namespaces since, as `METHOD name`, with `?dryRun` where it was one. */
  calls(since: number): string[];
}

const one = /^\/api\/v1\/namespaces\/([^/]+)$/;

export function serveNamespaces(kubernetes: FakeKubernetes): FakeNamespaces {
  let version = 500;

  function status(response: ServerResponse, code: number, reason: string, message: string) {
    sendJson(response, code, { kind: 'Status', status: 'Failure', code, reason, message });
    return true;
  }

  kubernetes.fault = (request, response) => {
    const [, name] = one.exec(request.path) ?? [];
    if (name === undefined) return false;
    if (fake.fault?.(request, response)) return true;
    const token = /^Bearer (.*)$/.exec(String(request.headers.authorization ?? ''))?.[1] ?? '';
    const user = kubernetes.users.get(token);
    if (user === undefined) return status(response, 401, 'Unauthorized', 'Unauthorized');
    const verb = request.method.toLowerCase();
    if (!mayDo(user, { verb, group: '', resource: 'namespaces', namespace: name }))
      return status(response, 403, 'Forbidden', `User "${user.name}" cannot ${verb} resource "namespaces"`);
    const all = kubernetes.objects.get('/namespaces') ?? [];
    const index = all.findIndex(({ metadata }) => metadata.name === name);
    const live = all[index];
    if (live === undefined) return status(response, 404, 'NotFound', `namespaces "${name}" not found`);
    const { metadata } = JSON.parse(request.body);
    if (metadata.resourceVersion !== live.metadata.resourceVersion)
      return status(response, 409, 'Conflict', 'the object has been modified');
    const labels: Record<string, string> = { ...live.metadata.labels };
    for (const [key, value] of Object.entries<string | null>(metadata.labels)) {
      if (value === null) delete labels[key];
      else labels[key] = value;
    }
    version += 1;
    const after = { ...live, metadata: { ...live.metadata, labels, resourceVersion: String(version) } };
    if (request.query.get('dryRun') !== 'All') all.splice(index, 1, after);
    if (fake.warning !== null) response.setHeader('warning', `299 - "${fake.warning}"`);
    sendJson(response, 200, after);
    return true;
  };
  const fake: FakeNamespaces = {
    fault: null,
    warning: null,
    calls: (since) =>
      kubernetes.requests
        .slice(since)
        .filter(({ path }) => one.test(path))
        .map(
          ({ method, path, query }) =>
            `${method} ${one.exec(path)?.[1]}${query.has('dryRun') ? '?dryRun' : ''}`,
        ),
  };
  return fake;
}
