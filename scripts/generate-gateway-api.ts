/**
 * Generates `lib/istio/generated/gateway-api-crds.json` from the CRDs of the Gateway API (Apache-2.0), of the kinds that the console knows.
 *
 *   node scripts/generate-gateway-api.ts "$(go mod download -json sigs.k8s.io/gateway-api@v1.6.0 | node -p 'JSON.parse(fs.readFileSync(0)).Dir')"
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { StructuralSchema } from '#lib/istio/schema/crds.ts';

interface Definition {
  spec: {
    group: string;
    scope: string;
    names: object;
    versions: {
      name: string;
      served: boolean;
      storage: boolean;
      subresources?: { status?: object };
      schema: { openAPIV3Schema: StructuralSchema };
    }[];
  };
}

const moduleDir = process.argv[2];
if (!moduleDir) {
  process.stderr.write('usage: node scripts/generate-gateway-api.ts <folder of the gateway-api module>\n');
  process.exit(2);
}

/** What a person reads beside a field is its first paragraph; the rest is the specification. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === 'description' && typeof item === 'string'
        ? (item.split('\n\n')[0] ?? '').replaceAll('\n', ' ')
        : shortened(item),
    ]),
  );
}

/** As crds.json has it: without what every object has. */
function contentOf(schema: StructuralSchema | undefined): StructuralSchema {
  const { apiVersion: _, kind: __, metadata: ___, ...properties } = schema?.properties ?? {};
  return { ...schema, properties };
}

const crds = ['gateways', 'grpcroutes', 'httproutes', 'referencegrants'].map((plural) => {
  const file = join(moduleDir, 'config', 'crd', 'standard', `gateway.networking.k8s.io_${plural}.yaml`);
  const { group, scope, names, versions } = (parse(readFileSync(file, 'utf8')) as Definition).spec;
  const best = versions.find(({ name }) => name === 'v1') ?? versions[0];
  return {
    group,
    scope,
    names,
    versions: versions.map(({ name, served, storage, subresources }) => ({
      name,
      served,
      storage,
      status: subresources?.status !== undefined,
    })),
    schema: shortened(contentOf(best?.schema.openAPIV3Schema)),
  };
});

const target = join(import.meta.dirname, '..', 'lib', 'istio', 'generated', 'gateway-api-crds.json');
writeFileSync(target, `${JSON.stringify(crds)}\n`);
