import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../objects.ts';
import { failedRules } from './cel.ts';
import { crdOf, crds, knownCrds, type StructuralSchema } from './crds.ts';
import { validateObject } from './validate.ts';

function verdict(kind: string, spec: unknown) {
  const crd = crds.find((candidate) => candidate.names.kind === kind);
  if (!crd) throw new Error(`no CRD of kind ${kind}`);
  const object: KubernetesObject = { apiVersion: `${crd.group}/v1`, kind, metadata: { name: 'x' }, spec };
  return validateObject(crd, object);
}

function said(kind: string, spec: unknown): string[] {
  return verdict(kind, spec).errors.map((error) => `${error.field}: ${error.detail}`);
}

const route = [{ destination: { host: 'reviews' } }];

const rulesNotAsked =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

describe('what the CRD says', () => {
  it.each<[name: string, kind: string, spec: unknown, errors: string[]]>([
    ['a sound VirtualService', 'VirtualService', { hosts: ['a'], http: [{ route, timeout: '5s' }] }, []],
    [
      'a weight in quotes',
      'VirtualService',
      { http: [{ route: [{ destination: { host: 'a' }, weight: '10' }] }] },
      [
        'spec.http[0].route[0].weight: Invalid value: "string": spec.http[0].route[0].weight in body must be of type integer: "string"',
        rulesNotAsked,
      ],
    ],
    [
      'a weight beyond int32',
      'VirtualService',
      { http: [{ route: [{ destination: { host: 'a' }, weight: 2147483648 }] }] },
      [
        '<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.http[0].route[0].weight',
      ],
    ],
    [
      'a destination without host',
      'VirtualService',
      { http: [{ route: [{ destination: {} }] }] },
      ['spec.http[0].route[0].destination.host: Required value', rulesNotAsked],
    ],
    [
      'exact and prefix at once',
      'VirtualService',
      { http: [{ match: [{ uri: { exact: '/a', prefix: '/b' } }], route }] },
      [
        '<nil>: Invalid value: "": "spec.http[0].match[0].uri" must validate one and only one schema (oneOf). Found 2 valid alternatives',
      ],
    ],
    [
      'no time at all',
      'VirtualService',
      { http: [{ route, timeout: '0s' }] },
      ['spec.http[0].timeout: Invalid value: "0s": must be a valid duration greater than 1ms'],
    ],
    [
      'an unknown mode',
      'PeerAuthentication',
      { mtls: { mode: 'ON' } },
      [
        'spec.mtls.mode: Unsupported value: "ON": supported values: "UNSET", "DISABLE", "PERMISSIVE", "STRICT"',
        rulesNotAsked,
      ],
    ],
    [
      'a port out of range',
      'PeerAuthentication',
      { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { '65536': { mode: 'STRICT' } } },
      ['spec.portLevelMtls: Invalid value: port must be between 1-65535'],
    ],
    [
      'port-level mode without selector',
      'PeerAuthentication',
      { portLevelMtls: { '80': { mode: 'STRICT' } } },
      ['spec: Invalid value: portLevelMtls requires selector'],
    ],
    [
      'a ServiceEntry for everything',
      'ServiceEntry',
      { hosts: ['*'] },
      ['spec.hosts[0]: Invalid value: "*": hostname cannot be wildcard'],
    ],
    [
      'the same port twice',
      'ServiceEntry',
      {
        hosts: ['a.b'],
        ports: [
          { number: 80, name: 'a' },
          { number: 80, name: 'b' },
        ],
      },
      ['spec.ports: Invalid value: port number cannot be duplicated'],
    ],
    [
      'endpoints in mode NONE',
      'ServiceEntry',
      { hosts: ['a.b'], endpoints: [{ address: '10.0.0.1' }] },
      ['spec: Invalid value: NONE mode cannot set endpoints'],
    ],
    [
      'a plugin by FTP',
      'WasmPlugin',
      { url: 'ftp://a' },
      ['spec.url: Invalid value: "ftp://a": url must have schema one of [http, https, file, oci]'],
    ],
    ['a plugin without scheme', 'WasmPlugin', { url: 'ghcr.io/a/b:1' }, []],
    [
      'a JWKS by file',
      'RequestAuthentication',
      { jwtRules: [{ issuer: 'a', jwksUri: 'file://a' }] },
      ['spec.jwtRules[0].jwksUri: Invalid value: "file://a": url must have scheme http:// or https://'],
    ],
    [
      'two load balancers',
      'DestinationRule',
      {
        host: 'a',
        trafficPolicy: { loadBalancer: { simple: 'RANDOM', consistentHash: { useSourceIp: true } } },
      },
      [
        '<nil>: Invalid value: "": "spec.trafficPolicy.loadBalancer" must validate one and only one schema (oneOf). Found 2 valid alternatives',
      ],
    ],
    [
      'idleTimeout may be 0s',
      'DestinationRule',
      { host: 'a', trafficPolicy: { connectionPool: { tcp: { idleTimeout: '0s' } } } },
      [],
    ],
    ['a null list', 'VirtualService', { hosts: null }, []],
  ])('%s', (_name, kind, spec, errors) => {
    expect(said(kind, spec)).toEqual(errors);
  });

  it('reads URLs and durations as Go does', () => {
    const url = (text: string) => said('WasmPlugin', { url: text });
    expect(url('oci://a/b:v1')).toEqual([]);
    expect(url('http://a b')).toEqual([]);
    expect(url('ftp://a')).toEqual([
      'spec.url: Invalid value: "ftp://a": url must have schema one of [http, https, file, oci]',
    ]);
    const keys = (text: string) =>
      said('RequestAuthentication', { jwtRules: [{ issuer: 'a', jwksUri: text }] });
    expect(keys('x')).toEqual([
      'spec.jwtRules[0].jwksUri: Invalid value: "string": URL parse error during conversion from string: parse "x": invalid URI for request evaluating rule: url must have scheme http:// or https://',
    ]);
    const timeout = (text: string) => said('VirtualService', { http: [{ route, timeout: text }] });
    expect(timeout('1h30m')).toEqual([]);
    expect(timeout('0')).toEqual([
      'spec.http[0].timeout: Invalid value: "0": must be a valid duration greater than 1ms',
    ]);
    expect(timeout('9999999h')).toEqual([
      "spec.http[0].timeout: Invalid value: \"string\": type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule: must be a valid duration greater than 1ms",
    ]);
  });

  it('prunes unknown fields and names them, without touching the original', () => {
    const spec = { hosts: ['a'], http: [{ route, retriess: 3 }], x: { y: 1 } };
    const { object, unknown } = verdict('VirtualService', spec);
    expect(unknown).toEqual(['spec.http[0].retriess', 'spec.x']);
    expect(object.spec).toEqual({ hosts: ['a'], http: [{ route }] });
    expect(spec.http[0]).toHaveProperty('retriess');
  });

  it('keeps names that JavaScript treats specially as data', () => {
    const labels = JSON.parse('{"__proto__":"a","constructor":"b"}');
    const { object, errors } = verdict('DestinationRule', { host: 'a', subsets: [{ name: 'v1', labels }] });
    expect(errors).toEqual([]);
    expect(JSON.stringify(object.spec)).toContain('"__proto__":"a"');
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });
});

describe('the CEL rules of all kinds', () => {
  const rules: [string, StructuralSchema][] = [];
  const walk = (schema: StructuralSchema, path: string): void => {
    if (schema['x-kubernetes-validations']) rules.push([path, schema]);
    for (const [name, child] of Object.entries(schema.properties ?? {})) walk(child, `${path}.${name}`);
    if (schema.items) walk(schema.items, `${path}[]`);
    if (schema.additionalProperties) walk(schema.additionalProperties, `${path}{}`);
  };
  for (const crd of knownCrds) walk(crd.schema, crd.names.kind);

  it('has found them', () => expect(rules.length).toBeGreaterThan(150));

  it.each(rules)('%s can be evaluated', (_path, schema) => {
    const sample =
      schema.type === 'string' ? '1s' : schema.type === 'array' ? [] : schema.type === 'object' ? {} : 1;
    const errors = failedRules(schema, sample, 'f').map((error) => error.detail);
    expect(errors.filter((text) => /no matching overload|Unknown|Unexpected|token/i.test(text))).toEqual([]);
  });
});

it('finds a kind by its group', () => {
  expect(crdOf('networking.istio.io', 'VirtualService')?.names.plural).toBe('virtualservices');
  expect(crdOf('networking.istio.io', 'PeerAuthentication')).toBeUndefined();
});
