import { expect, test } from 'vitest';
import type { Service, ServicePort } from '../istio/objects.ts';
import { pagesOfService } from './service-pages.ts';

const serviceWith = (ports: ServicePort[], type?: string): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'shop', name: 'web' },
  spec: { ports, ...(type === undefined ? {} : { type }) },
});

const pages = (...ports: ServicePort[]) =>
  pagesOfService(serviceWith(ports)).map(
    ({ service: { scheme, port }, declared }) => `${scheme}:${port}${declared ? '' : '?'}`,
  );

test.each<[string, ServicePort, string[]]>([
  ['by its name', { name: 'http-web', port: 80 }, ['http:80']],
  ['by its appProtocol, whatever it is called', { name: 'grpc', appProtocol: 'http', port: 80 }, ['http:80']],
  ['HTTP/2, which servers of pages speak beside HTTP', { name: 'http2', port: 80 }, ['http:80']],
  ['TLS that the proxy ends', { name: 'https', port: 9443 }, ['https:9443']],
  ['WebSockets are HTTP', { name: 'x', appProtocol: 'kubernetes.io/ws', port: 1 }, ['http:1']],
  ['sniffed: a guess', { name: 'service', port: 3000 }, ['http:3000?']],
  ['sniffed at a port of TLS', { name: 'web', port: 8443 }, ['https:8443?']],
  ['gRPC has no pages', { name: 'grpc-api', port: 80 }, []],
  ['TLS that goes through', { name: 'tls', port: 443 }, []],
  ['TCP', { name: 'tcp-mysql', port: 3306 }, []],
  ['who speaks first is not sniffed', { name: 'db', port: 3306 }, []],
  ['UDP', { name: 'http', protocol: 'UDP', port: 80 }, []],
])('%s', (_, port, expected) => {
  expect(pages(port)).toEqual(expected);
});

test('each port by itself, lowest first', () => {
  expect(
    pages({ name: 'http-b', port: 9080 }, { name: 'grpc', port: 90 }, { name: 'http-a', port: 80 }),
  ).toEqual(['http:80', 'http:9080']);
});

test('a name outside the cluster is not gone to', () => {
  expect(pagesOfService(serviceWith([{ name: 'http', port: 80 }], 'ExternalName'))).toEqual([]);
});
