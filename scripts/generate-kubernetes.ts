/**
 * Generates `demo/kubernetes/generated/types.json`: the types of Kubernetes' own kinds that the demo serves, from the OpenAPI v3 documents
 * in the Kubernetes module (Apache-2.0), without their prose.
 *
 *   node scripts/generate-kubernetes.ts "$(go mod download -json k8s.io/kubernetes@v1.36.3 | node -p 'JSON.parse(fs.readFileSync(0)).Dir')"
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiVersionOf, kinds, subresourceKinds } from '#demo/kubernetes/kinds.ts';

const moduleDir = process.argv[2];
if (!moduleDir) {
  process.stderr.write(
    'usage: node scripts/generate-kubernetes.ts <folder of the k8s.io/kubernetes module>\n',
  );
  process.exit(2);
}

type Schemas = Record<string, unknown>;

const prose = new Set(['description', 'default', 'externalDocs', 'x-kubernetes-unions']);

function withoutProse(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !prose.has(key))
      .map(([key, item]) => [key, withoutProse(item, !isNames && key === 'properties')]),
  );
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' ? [`${item}`.replace('#/components/schemas/', '')] : referencesIn(item),
  );
}

const served = kinds.filter((kind) => !kind.crd);
const versions = [...new Set([...served.map((kind) => apiVersionOf(kind)), 'autoscaling/v1'])];
const wanted = new Set([
  ...served.map((kind) => `${apiVersionOf(kind)} ${kind.kind}`),
  ...Object.values(subresourceKinds).map(({ group, version, kind }) => `${group}/${version} ${kind}`),
]);
const kept: Schemas = {};

for (const version of versions) {
  const file = `${version.includes('/') ? `apis__${version.replace('/', '__')}` : `api__${version}`}_openapi.json`;
  const path = join(moduleDir, 'api', 'openapi-spec', 'v3', file);
  const { components } = JSON.parse(readFileSync(path, 'utf8')) as { components: { schemas: Schemas } };
  const isWanted = (schema: unknown): boolean => {
    const gvks = (
      schema as { 'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[] }
    )['x-kubernetes-group-version-kind'];
    return (gvks ?? []).some(({ group, version: own, kind }) =>
      wanted.has(`${group === '' ? own : `${group}/${own}`} ${kind}`),
    );
  };
  const queue = Object.keys(components.schemas).filter((name) => isWanted(components.schemas[name]));
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (Object.hasOwn(kept, name)) continue;
    kept[name] = withoutProse(components.schemas[name]);
    queue.push(...referencesIn(kept[name]));
  }
}

const outDir = join(import.meta.dirname, '..', 'demo', 'kubernetes', 'generated');
mkdirSync(outDir, { recursive: true });
const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(outDir, 'types.json'), `${JSON.stringify(sorted)}\n`);
