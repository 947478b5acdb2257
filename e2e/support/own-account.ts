/** A ServiceAccount of a journey's own: it signs in with a token, and an admin gives and takes away what it may do. */
import { type BrowserContext, expect } from '@playwright/test';
import { asSoonAs } from './as-soon-as.ts';
import { consoleUrl, kubernetes } from './demo.ts';
import type { OwnObject } from './own-service.ts';

export interface PolicyRule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

export interface OwnAccount {
  /** As Kubernetes names it. */
  user: string;
  /** In one namespace: a ClusterRole by its name, or a Role of these rules, which is made. */
  grant(namespace: string, role: string | PolicyRule[]): Promise<Grant>;
  signIn(context: BrowserContext): Promise<void>;
  remove(): Promise<void>;
}

export interface Grant {
  /** As soon as the object at the path says so: one connection asks again and again, and the next call on it takes the right away. */
  takeBackOnce<T>(path: string, isSo: (object: T) => boolean): Promise<void>;
}

const home = 'shop';
const rbac = 'rbac.authorization.k8s.io';

export async function ownAccount(kind: string): Promise<OwnAccount> {
  const name = `own-${kind}-${Date.now().toString(36)}`;
  const made: string[] = [];
  const make = async (collection: string, object: OwnObject): Promise<string> => {
    const { status, body } = await kubernetes('admin', 'POST', collection, object);
    expect([status, status === 201 ? '' : JSON.stringify(body)]).toEqual([201, '']);
    const path = `${collection}/${object.metadata.name}`;
    made.push(path);
    return path;
  };
  const accounts = `/api/v1/namespaces/${home}/serviceaccounts`;
  await make(accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });

  async function grant(namespace: string, role: string | PolicyRule[]): Promise<Grant> {
    const place = `/apis/${rbac}/v1/namespaces/${namespace}`;
    const one = `${name}-${made.length}`;
    const apiVersion = `${rbac}/v1`;
    const metadata = { name: one };
    if (typeof role !== 'string')
      await make(`${place}/roles`, { apiVersion, kind: 'Role', metadata, rules: role });
    const roleRef =
      typeof role === 'string'
        ? { apiGroup: rbac, kind: 'ClusterRole', name: role }
        : { apiGroup: rbac, kind: 'Role', name: one };
    const binding = await make(`${place}/rolebindings`, {
      apiVersion,
      kind: 'RoleBinding',
      metadata,
      roleRef,
      subjects: [{ kind: 'ServiceAccount', namespace: home, name }],
    });
    return {
      takeBackOnce: (path, isSo) =>
        asSoonAs(path, isSo, async (api) => {
          expect((await api.call('DELETE', binding)).status).toBe(200);
        }),
    };
  }

  async function signIn(context: BrowserContext): Promise<void> {
    const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const { status, body } = await kubernetes<{ status: { token: string } }>(
      'admin',
      'POST',
      `${accounts}/${name}/token`,
      asked,
    );
    expect(status).toBe(201);
    const answer = await context.request.post('/api/v1/session', {
      data: { strategy: 'token', token: body.status.token },
      headers: { origin: consoleUrl },
    });
    expect(answer.status()).toBe(200);
  }

  async function remove(): Promise<void> {
    for (const path of made.reverse()) await kubernetes('admin', 'DELETE', path);
  }

  return { user: `system:serviceaccount:${home}:${name}`, grant, signIn, remove };
}
