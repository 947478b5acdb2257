import { expect, test } from 'vitest';
import type { ServicePort } from '../objects.ts';
import { isHttpOrSniffed, parseProtocol, ruleFamily, servicePortProtocol } from './port-protocol.ts';

const named = (name: string, port = 80): ServicePort => ({ name, port });

test.each<[ServicePort, string]>([
  [named('http'), 'HTTP'],
  [named('HTTP-web'), 'HTTP'],
  [named('http2-web'), 'HTTP2'],
  [named('grpc'), 'GRPC'],
  [named('grpc-web'), 'GRPC-WEB'],
  [named('grpc-web-x'), 'GRPC-WEB'],
  [named('https-x'), 'HTTPS'],
  [named('tls'), 'TLS'],
  [named('tcp-x'), 'TCP'],
  [named('mongo-db', 27017), 'MONGO'],
  [named('redis'), 'REDIS'],
  [named('mysql', 3306), 'MYSQL'],
  [named('web'), 'auto'],
  [named('httpx'), 'auto'],
  [named('', 3306), 'TCP'],
  [named('smtp', 25), 'TCP'],
  [{ port: 27017 }, 'TCP'],
  [{ port: 53, protocol: 'UDP', name: 'http' }, 'UDP'],
  [{ port: 80, name: 'tcp', appProtocol: 'http' }, 'HTTP'],
  [{ port: 80, name: 'http', appProtocol: 'example.com/x' }, 'auto'],
  [{ port: 80, appProtocol: 'kubernetes.io/h2c' }, 'HTTP2'],
  [{ port: 80, appProtocol: 'kubernetes.io/ws' }, 'HTTP'],
  [{ port: 80, appProtocol: 'kubernetes.io/wss' }, 'HTTPS'],
])('%j is %s', (port, protocol) => {
  expect(servicePortProtocol(port)).toBe(protocol);
});

test.each([
  ['HTTP', 'http', true],
  ['GRPC', 'http', true],
  ['HTTPS', 'tls', false],
  ['TLS', 'tls', false],
  ['TCP', 'tcp', false],
  ['MONGO', 'tcp', false],
  ['', 'auto', true],
  ['UDP', 'none', false],
] as const)('a ServiceEntry port of protocol "%s" obeys %s rules', (name, family, http) => {
  const protocol = parseProtocol(name);
  expect([ruleFamily(protocol), isHttpOrSniffed(protocol)]).toEqual([family, http]);
});
