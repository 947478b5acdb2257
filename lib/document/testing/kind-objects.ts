/** Arbitrary objects of Istio's kinds and the Gateway API's, made from the schemas of their CRDs. */
import fc from 'fast-check';
import { knownCrds, type StructuralSchema } from '../../istio/schema/crds.ts';
import type { Json, JsonObject } from '../json.ts';

const texts = fc.oneof(
  fc.constantFrom(
    'reviews',
    'reviews.default.svc.cluster.local',
    '*',
    'no',
    'on',
    '0777',
    '1_000',
    '12:30:00',
    '3s',
  ),
  fc.constantFrom(
    '',
    '^(a|b)$',
    '{x}',
    'a: b',
    "it's",
    '"q"',
    'x\ny\n',
    '%REQ(:path)%',
    '@request.auth.claims.a',
    '\u202e',
  ),
  fc.string({ maxLength: 10 }),
);
const labels = fc.dictionary(
  fc.constantFrom('app', 'version', 'no', '1', 'sluice.dev/release', '__proto__', 'constructor'),
  texts,
  { maxKeys: 3, noNullPrototype: true },
);

/** Follows types and enums, not the rules between fields: an editor has to hold wrong objects too. */
function valuesOf(schema: StructuralSchema, depth: number): fc.Arbitrary<Json> {
  if (schema.enum !== undefined) return fc.constantFrom<Json>(...schema.enum);
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.constantFrom<Json>(0, 1, 80, 2 ** 31 - 1, -1, 8080);
    case 'number':
      return fc.constantFrom<Json>(0, 0.1, 33.3, 1e21, 1e-7, 100);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, depth - 1), { maxLength: depth > 0 ? 2 : 0 });
    case 'object':
      return objectOf(schema, depth);
    default:
      return texts;
  }
}

function objectOf(schema: StructuralSchema, depth: number): fc.Arbitrary<JsonObject> {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0 || depth <= 0) {
    const values =
      schema.additionalProperties === undefined ? texts : valuesOf(schema.additionalProperties, depth - 1);
    return fc.dictionary(fc.constantFrom('a', 'x-user', 'no', ':path'), values, {
      maxKeys: 2,
      noNullPrototype: true,
    });
  }
  return fc.subarray(properties, { maxLength: Math.min(4, properties.length) }).chain((some) =>
    fc.record(Object.fromEntries(some.map(([key, one]) => [key, valuesOf(one, depth - 1)])), {
      noNullPrototype: true,
    }),
  );
}

interface KindObjects {
  group: string;
  kind: string;
  objects: fc.Arbitrary<JsonObject>;
}

/** As the API answers it, managedFields and status included. */
export const kindObjects: readonly KindObjects[] = knownCrds.map((crd) => {
  const spec = crd.schema.properties?.spec ?? {};
  const version = crd.versions.find(({ storage }) => storage)?.name ?? 'v1';
  const objects = fc
    .record({ labels, annotations: labels, spec: objectOf(spec, 7) })
    .map((parts): JsonObject => {
      return {
        kind: crd.names.kind,
        apiVersion: `${crd.group}/${version}`,
        spec: parts.spec,
        status: { conditions: [] },
        metadata: {
          annotations: parts.annotations,
          creationTimestamp: '2026-11-28T22:00:00Z',
          generation: 3,
          labels: parts.labels,
          managedFields: [{ manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': {} } }],
          name: 'one',
          namespace: 'shop',
          resourceVersion: '1234',
        },
      };
    });
  return { group: crd.group, kind: crd.names.kind, objects };
});
