/**
 * A service of a journey's own in two versions, with nobody who calls it: what is written about it disturbs no other journey.
 */
import { expect, type Page } from '@playwright/test';
import { kubernetes } from './demo.ts';

export interface OwnService {
  namespace: string;
  name: string;
  /** Of the version's only pod. */
  setReady(version: string, ready: boolean): Promise<void>;
  /**
   * Once nobody looks at it any more: a page that does is told of the deletion, asks once more (rightly: it says so to whoever watches,
   * split-live.e2e.ts), and the browser reports the 404.
   */
  remove(): Promise<void>;
}

export interface OwnObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface OwnServiceOptions {
  /** e.g. `tcp-sql`: what it is called tells the protocol. */
  portName: string;
  /** Default: `shop`, where the guard may act. */
  namespace?: string;
  /** Values of the label; default v1 and v2. */
  versions?: readonly string[];
  /** Of its pods besides. */
  podLabels?: Readonly<Record<string, string>>;
  /** False: its pods bring no proxy along. */
  proxy?: boolean;
  /** A Service for each version beside the one for both, as routes of the Gateway API name them. */
  perVersion?: boolean;
  /** What stands there besides: paths of collections, and objects. */
  besides?(name: string): [collection: string, object: OwnObject][];
}

export const port = 7001;

const readiness = (ready: boolean, proxy: boolean) => ({
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    containerStatuses: (proxy ? ['app', 'istio-proxy'] : ['app']).map((name) => ({
      name,
      ready,
      restartCount: 0,
      image: name,
      imageID: name,
      state: { running: { startedAt: new Date().toISOString() } },
    })),
  },
});

const pod = (name: string, version: string, more: object, proxy: boolean) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-${version}-0`,
    // It brings its proxy along: on the real cluster nobody injects one.
    labels: {
      app: name,
      version,
      'service.istio.io/canonical-name': name,
      'sidecar.istio.io/inject': 'false',
      ...more,
    },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        name: `${name}-${version}`,
        uid: `${name}-${version}`,
        controller: true,
      },
    ],
  },
  spec: {
    containers: [
      { name: 'app', image: `registry.shop.example/${name}:${version}` },
      ...(proxy ? [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.30.3' }] : []),
    ],
  },
});

const service = (name: string, portName: string, selector: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector, ports: [{ name: portName, port, protocol: 'TCP' }] },
});

/** `page`: of the journey; with the others of its browser it leaves before the service goes. `kind`: tells services of several journeys apart. */
export async function ownService(page: Page, kind: string, options: OwnServiceOptions): Promise<OwnService> {
  const name = `own-${kind}-${Date.now().toString(36)}`;
  const { portName, namespace = 'shop', versions = ['v1', 'v2'], perVersion = false, besides } = options;
  const { podLabels = {}, proxy = true } = options;
  const core = `/api/v1/namespaces/${namespace}`;
  const made: string[] = [];
  const make = async (collection: string, object: OwnObject): Promise<void> => {
    const { status, body } = await kubernetes('admin', 'POST', collection, object);
    expect([status, status === 201 ? '' : JSON.stringify(body)]).toEqual([201, '']);
    made.push(`${collection}/${object.metadata.name}`);
  };
  const setReady: OwnService['setReady'] = async (version, ready) => {
    const path = `${core}/pods/${name}-${version}-0/status`;
    expect((await kubernetes('admin', 'PATCH', path, readiness(ready, proxy))).status).toBe(200);
  };
  const remove = async (): Promise<void> => {
    // Of a journey that ran out of time the pages are closed already.
    await Promise.allSettled(
      page
        .context()
        .pages()
        .map((one) => one.goto('about:blank')),
    );
    const written = ['virtualservices', 'destinationrules'].map(
      (plural) => `/apis/networking.istio.io/v1/namespaces/${namespace}/${plural}/${name}`,
    );
    for (const path of [...written, ...made.reverse()]) await kubernetes('admin', 'DELETE', path);
  };
  try {
    await make(`${core}/services`, service(name, portName, { app: name }));
    for (const version of versions) {
      if (perVersion)
        await make(`${core}/services`, service(`${name}-${version}`, portName, { app: name, version }));
      await make(`${core}/pods`, pod(name, version, podLabels, proxy));
      await setReady(version, true);
    }
    for (const [collection, object] of besides?.(name) ?? []) await make(collection, object);
  } catch (error) {
    await remove();
    throw error;
  }
  return { namespace, name, setReady, remove };
}
