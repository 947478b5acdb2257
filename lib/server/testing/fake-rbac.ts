/** RBAC objects for the fake Kubernetes: listed and written with a user's token, by the same small table of grants as all else. */
import type { ServerResponse } from 'node:http';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { consoleToken, type FakeKubernetes, mayDo } from './fake-kubernetes.ts';
import { type Recorded, sendJson } from './recorder.ts';

const group = 'rbac.authorization.k8s.io';
const pathPattern =
  /^\/apis\/rbac\.authorization\.k8s\.io\/v1(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?$/;
const verbs: Readonly<Record<string, string>> = { GET: 'get', POST: 'create', DELETE: 'delete' };

export interface FakeRbac {
  /** What the API server answers to a creation in place of doing it. */
  refusal: { status: number; body: object } | null;
  /** The next write is kept, and its answer lost. */
  cutAnswer: boolean;
  /** Calls with users' tokens, as `METHOD path`, with `?dryRun` where it was one. */
  calls(since: number): string[];
}

export function serveRbac(kubernetes: FakeKubernetes): FakeRbac {
  const next = kubernetes.fault;
  let uid = 0;

  function serve(request: Recorded, response: ServerResponse): boolean {
    const [, namespace, plural = '', name] = pathPattern.exec(request.path) ?? [];
    const token = /^Bearer (.*)$/.exec(String(request.headers.authorization ?? ''))?.[1] ?? '';
    const user = kubernetes.users.get(token);
    if (plural === '' || token === consoleToken || user === undefined)
      return next?.(request, response) ?? false;
    const status = (code: number, reason: string, details: object = {}) => {
      sendJson(response, code, { kind: 'Status', code, reason, message: `fake: ${reason}`, details });
      return true;
    };
    const verb = request.method === 'GET' && name === undefined ? 'list' : (verbs[request.method] ?? '');
    if (!mayDo(user, { verb, group, resource: plural, namespace })) return status(403, 'Forbidden');
    const key = `${group}/${plural}`;
    const all = kubernetes.objects.get(key) ?? [];
    kubernetes.objects.set(key, all);
    const here = all.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
    if (verb === 'list') {
      sendJson(response, 200, { kind: 'List', metadata: { resourceVersion: '1' }, items: here });
      return true;
    }
    const body = request.body === '' ? {} : JSON.parse(request.body);
    const wanted = name ?? body.metadata?.name;
    const live = here.find(({ metadata }) => metadata.name === wanted);
    const isTrial = request.query.get('dryRun') === 'All' || body.dryRun?.includes('All') === true;
    if (verb !== 'create' && live === undefined) return status(404, 'NotFound', { kind: plural });
    if (verb === 'get') {
      sendJson(response, 200, live ?? {});
      return true;
    }
    if (verb === 'create') {
      if (fake.refusal !== null) {
        sendJson(response, fake.refusal.status, fake.refusal.body);
        return true;
      }
      if (live !== undefined) return status(409, 'AlreadyExists', { kind: plural });
      uid += 1;
      const stored: KubernetesObject = {
        ...body,
        metadata: { ...body.metadata, namespace, uid: `uid-${uid}` },
      };
      if (!isTrial) all.push(stored);
      return answered(isTrial, response, 201, stored);
    }
    if (body.preconditions?.uid !== live?.metadata.uid) return status(409, 'Conflict', { kind: plural });
    if (!isTrial) all.splice(all.indexOf(live as KubernetesObject), 1);
    return answered(isTrial, response, 200, { kind: 'Status', status: 'Success' });
  }

  function answered(isTrial: boolean, response: ServerResponse, code: number, body: object): boolean {
    if (fake.cutAnswer && !isTrial) response.destroy();
    else sendJson(response, code, body);
    return true;
  }

  kubernetes.fault = serve;
  const fake: FakeRbac = {
    refusal: null,
    cutAnswer: false,
    calls: (since) =>
      kubernetes.requests.slice(since).flatMap(({ method, path, query, headers, body }) => {
        if (!pathPattern.test(path) || headers.authorization === `Bearer ${consoleToken}`) return [];
        const isTrial = query.get('dryRun') === 'All' || /"dryRun":\["All"\]/.test(body);
        return [`${method} ${path.replace(`/apis/${group}/v1/`, '')}${isTrial ? '?dryRun' : ''}`];
      }),
  };
  return fake;
}
