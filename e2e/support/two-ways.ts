/** Two ways to a service of a journey's own, each in a VirtualService of its own: callers in the mesh, and a gateway's, whose routes stand in another namespace. */
import type { OwnObject } from './own-service.ts';

const istio = 'networking.istio.io';
const collection = (plural: string, namespace: string) =>
  `/apis/${istio}/v1/namespaces/${namespace}/${plural}`;

/** The gateway's. */
export const publicWay = (service: string) => ({ namespace: 'bookinfo', name: `${service}-public` });

/** `publicBefore`: rules of the gateway's way before the one that can be split. */
export function twoWays(name: string, publicBefore: readonly object[] = []): [string, OwnObject][] {
  const host = `${name}.shop.svc.cluster.local`;
  const main = { name: 'main', route: [{ destination: { host, subset: 'v1' } }] };
  const routes = (own: string, spec: object): OwnObject => ({
    apiVersion: `${istio}/v1`,
    kind: 'VirtualService',
    metadata: { name: own },
    spec,
  });
  const other = publicWay(name);
  return [
    [
      collection('destinationrules', 'shop'),
      {
        apiVersion: `${istio}/v1`,
        kind: 'DestinationRule',
        metadata: { name },
        spec: { host, subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
      },
    ],
    [collection('virtualservices', 'shop'), routes(name, { hosts: [host], http: [main] })],
    [
      collection('virtualservices', other.namespace),
      routes(other.name, {
        hosts: [`${name}.example.com`],
        gateways: ['bookinfo-gateway'],
        http: [...publicBefore, main],
      }),
    ],
  ];
}
