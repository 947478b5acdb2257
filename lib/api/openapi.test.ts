import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { routes } from './routes.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));

test('every route is described, with its parameters, its answer and its problems', () => {
  for (const [id, route] of Object.entries(routes)) {
    const operation = document.paths[route.path]?.[route.method.toLowerCase()];
    expect(operation?.operationId).toBe(id);
    expect(operation.responses.default.content['application/problem+json'].schema.$ref).toBe(
      '#/components/schemas/Problem',
    );
    expect(operation.security).toHaveLength(route.access === 'public' ? 0 : 2);
  }
  const { parameters } = document.paths['/api/v1/graph'].get;
  expect(parameters.map(({ name }: { name: string }) => name)).toEqual([
    'namespaces',
    'type',
    'serviceNodes',
    'window',
    'at',
    'percentiles',
  ]);
});

test('units are in the names of the graph', () => {
  const graph = JSON.stringify(document.paths['/api/v1/graph'].get.responses[200]);
  for (const name of ['requestsPerSecond', 'errorRatio', 'p95Ms', 'bytesPerSecond'])
    expect(graph).toContain(name);
});
