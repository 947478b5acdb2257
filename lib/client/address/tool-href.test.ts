import { expect, test } from 'vitest';
import type { LinkedToolState } from '#lib/api/mesh/links.ts';
import { toolHref } from './tool-href.ts';

const kiali = {
  state: 'ok',
  way: 'proxy',
  base: null,
  webRoot: '/kiali',
  service: { namespace: 'istio-system', name: 'kiali', port: 20001, scheme: 'http' },
} as const satisfies Partial<LinkedToolState>;
const path = '/console/overview?duration=60#x';

test.each<[string, Parameters<typeof toolHref>[0], string | null]>([
  [
    'through the console: with the root of its pages',
    kiali,
    '/links/open?service=istio-system/kiali%3A20001&path=/kiali/console/overview%3Fduration%3D60%23x',
  ],
  [
    'at its own address: below it',
    { ...kiali, way: 'address', base: 'https://kiali.example.com/kiali/' },
    'https://kiali.example.com/kiali/console/overview?duration=60#x',
  ],
  ['by a command: nowhere', { ...kiali, way: 'command' }, null],
  ['forbidden: nowhere', { ...kiali, state: 'forbidden' }, null],
  [
    'that does not answer: there all the same',
    { ...kiali, state: 'unreachable', way: 'address', base: 'https://k.test' },
    `https://k.test${path}`,
  ],
])('%s', (_, tool, href) => {
  expect(toolHref(tool, path)).toBe(href);
});
