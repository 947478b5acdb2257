/** Which providers a mesh has, whatever stands in its configuration, and what each can be asked for. */
import { expect, test } from 'vitest';
import { builtInProviders, extensionProvidersOf, servesFor } from './extension-providers.ts';

test.each([
  ['nothing', {}],
  ['no map', 'text'],
  ['no list', { extensionProviders: { name: 'a' } }],
  ['items without a name', { extensionProviders: [null, 1, { zipkin: {} }, { name: '' }] }],
])('%s: those that Istio brings', (_, mesh) => {
  expect(extensionProvidersOf(mesh)).toEqual(builtInProviders);
});

test('its own are added, and take the place of those that Istio brings', () => {
  const mesh = {
    extensionProviders: [
      { name: 'opa', envoyExtAuthzGrpc: { service: 'opa.auth.svc.cluster.local', port: 9191 } },
      { opentelemetry: { service: 'otel' }, name: 'envoy' },
    ],
  };
  expect(extensionProvidersOf(mesh)).toEqual([
    { name: 'envoy', type: 'opentelemetry' },
    { name: 'opa', type: 'envoyExtAuthzGrpc' },
    { name: 'prometheus', type: 'prometheus' },
    { name: 'stackdriver', type: 'stackdriver' },
  ]);
});

test('each serves for what it is', () => {
  const namesFor = (use: Parameters<typeof servesFor>[0]) =>
    [...builtInProviders, { name: 'opa', type: 'envoyExtAuthzHttp' }, { name: 'otel', type: 'opentelemetry' }]
      .filter((one) => servesFor(use, one))
      .map(({ name }) => name);
  expect({
    authorization: namesFor('authorization'),
    tracing: namesFor('tracing'),
    accessLogging: namesFor('accessLogging'),
    metrics: namesFor('metrics'),
  }).toEqual({
    authorization: ['opa'],
    tracing: ['stackdriver', 'otel'],
    accessLogging: ['envoy', 'stackdriver'],
    metrics: ['prometheus', 'stackdriver'],
  });
});
