/**
 * Generates `lib/istio/generated/gateway-api-*.json` from the Gateway API's own CRDs (sigs.k8s.io/gateway-api, Apache-2.0): group, names,
 * versions and the structural schema of the kinds that Istio reads, in the form of istio-crds.json. `gateway-api-crds.json` is what an API
 * server serves; `gateway-api-schemas.json` is the same without the prose, seven eighths of it, for forms and checks in browsers.
 *
 *   node scripts/generate-gateway-api.ts "$(go mod download -json sigs.k8s.io/gateway-api@v1.6.0 | node -p 'JSON.parse(fs.readFileSync(0)).Dir')"
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { withoutProse } from './without-prose.ts';

interface Version {
  name: string;
  served: boolean;
  storage: boolean;
  subresources?: { status?: object };
  schema: { openAPIV3Schema: { description?: string } };
}

interface Crd {
  spec: { group: string; scope: string; names: { kind: string }; versions: Version[] };
}

const moduleDir = process.argv[2];
if (!moduleDir) {
  process.stderr.write(
    'usage: node scripts/generate-gateway-api.ts <folder of the sigs.k8s.io/gateway-api module>\n',
  );
  process.exit(2);
}

const plurals = ['gateways', 'grpcroutes', 'httproutes', 'referencegrants'];

/** Of two served versions only the prose at the top may differ. */
function sameSchema(kind: string, versions: readonly Version[]): { description?: string } {
  const [first, ...others] = versions
    .filter(({ served }) => served)
    .map(({ schema: { openAPIV3Schema } }) => ({ ...openAPIV3Schema, description: '' }));
  if (!first || others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
    throw new Error(`${kind}: its versions differ in schema`);
  return { ...versions.find(({ storage }) => storage)?.schema.openAPIV3Schema };
}

const compact = plurals.map((plural) => {
  const file = join(moduleDir, 'config', 'crd', 'standard', `gateway.networking.k8s.io_${plural}.yaml`);
  const { spec } = parse(readFileSync(file, 'utf8')) as Crd;
  const schema = sameSchema(spec.names.kind, spec.versions);
  return {
    group: spec.group,
    scope: spec.scope,
    names: spec.names,
    versions: spec.versions.map(({ name, served, storage, subresources, schema: own }) => {
      const { description } = own.openAPIV3Schema;
      const status = Boolean(subresources?.status);
      return {
        name,
        served,
        storage,
        status,
        ...(description === schema.description ? {} : { description }),
      };
    }),
    schema,
  };
});

const folder = join(import.meta.dirname, '..', 'lib', 'istio', 'generated');
const write = (name: string, value: unknown) =>
  writeFileSync(join(folder, name), `${JSON.stringify(value)}\n`);
write('gateway-api-crds.json', compact);
write('gateway-api-schemas.json', withoutProse(compact));
