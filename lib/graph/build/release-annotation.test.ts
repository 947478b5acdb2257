import { expect, it, test } from 'vitest';
import { releaseAnnotation } from '../../splits/record/annotation.ts';
import { deployment, graphInput, namespace, service, virtualService } from '../testing/fixture.ts';
import { buildGraph } from './build.ts';
import { runningReleases } from './release-annotation.ts';

const release = (path: string, annotation: string) => {
  const made = virtualService(path, { hosts: ['cart'], http: [] });
  return { ...made, metadata: { ...made.metadata, annotations: { [releaseAnnotation]: annotation } } };
};

test.each<[string, string, boolean]>([
  ['under way', '{"v":1,"id":"r7","phase":"Progressing"}', true],
  ['paused', '{"v":1,"id":"r7","phase":"Paused"}', true],
  ['aborted', '{"v":1,"id":"r7","phase":"Aborted"}', false],
  ['promoted', '{"v":1,"id":"r7","phase":"Promoted"}', false],
  ['of another phase', '{"v":1,"id":"r7","phase":{}}', false],
  ['without id', '{"v":1,"phase":"Paused"}', false],
  ['no JSON', '{"id":"r7","phase":', false],
  ['no object', 'null', false],
])('a release %s', (_, annotation, running) => {
  expect(runningReleases([release('shop/cart', annotation)]).size).toBe(running ? 1 : 0);
});

it('counts what a release steers elsewhere as long as its anchor says that it runs', () => {
  const other = release('shop/cart-gateway', '{"id":"r7","anchor":"shop/cart"}');
  const stray = release('shop/stray', '{"id":"r8","anchor":"shop/gone"}');
  const anchor = (phase: string) => release('shop/cart', JSON.stringify({ id: 'r7', phase }));
  const paused = anchor('Paused');
  expect([...runningReleases([other, paused, stray])]).toEqual([other, paused]);
  expect(runningReleases([other, anchor('Aborted')]).size).toBe(0);
});

it('is a badge of the versions of its host', () => {
  const { nodes } = buildGraph(
    graphInput(
      {},
      {
        namespaces: [namespace('shop')],
        services: [service('shop/cart'), service('shop/page')],
        workloads: [deployment('shop/cart/v1'), deployment('shop/page/v1')],
        virtualServices: [release('shop/cart', '{"id":"r7","phase":"Paused"}')],
      },
    ),
  );
  expect(nodes.map(({ name, badges }) => [name, badges])).toEqual([
    ['cart', ['release', 'virtual-service']],
    ['page', []],
  ]);
});
