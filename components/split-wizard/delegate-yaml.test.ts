/** What is handed to Git must be YAML that says the same as the rule did. */
import { describe, expect, it } from 'vitest';
import { parseStream } from '#lib/document/stream.ts';
import { delegateYaml } from './delegate-yaml.ts';
import { point } from './testing/world.ts';

describe('delegateYaml', () => {
  it('hands the rule over with its match, and keeps its route', () => {
    const rule = point(
      'beta',
      [
        ['v1', 80],
        ['v2', 20],
      ],
      { match: [{ headers: { 'x-beta': { exact: 'true' } } }] },
    );
    const { documents } = parseStream(delegateYaml({ namespace: 'shop', name: 'cart' }, rule));
    const host = 'reviews.bookinfo.svc.cluster.local';
    expect(documents.map(({ problem }) => problem)).toEqual([null, null]);
    expect(documents[0]?.value).toEqual([
      {
        name: 'beta',
        match: [{ headers: { 'x-beta': { exact: 'true' } } }],
        delegate: { name: 'cart-split', namespace: 'shop' },
      },
    ]);
    expect(documents[1]?.value).toMatchObject({
      metadata: { name: 'cart-split', namespace: 'shop' },
      spec: {
        http: [
          {
            name: 'beta',
            route: [
              { destination: { host, subset: 'v1' }, weight: 80 },
              { destination: { host, subset: 'v2' }, weight: 20 },
            ],
          },
        ],
      },
    });
  });
});
