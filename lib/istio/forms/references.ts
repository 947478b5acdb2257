/**
 * References of the Gateway API, and the targets of Istio's policies, name an object by group and kind: to a reader that is one choice.
 * https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { Change } from '#lib/document/change.ts';
import { isJsonObject, type Json, own, type Path, valueAt } from '#lib/document/json.ts';
import { byWords, type Words } from './words.ts';

export interface Referent {
  group: string;
  kind: string;
}

export interface References {
  choices: readonly Referent[];
  /** What holds where nothing is written, field by field; absent where the schema wants both written. */
  normal: Partial<Referent>;
}

const gatewayApi = 'gateway.networking.k8s.io';
const service = { group: '', kind: 'Service' };
const secret = { group: '', kind: 'Secret' };
const configMap = { group: '', kind: 'ConfigMap' };
const routes = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'].map((kind) => ({
  group: gatewayApi,
  kind,
}));

const parents: References = {
  choices: [
    { group: gatewayApi, kind: 'Gateway' },
    service,
    { group: 'networking.istio.io', kind: 'ServiceEntry' },
  ],
  normal: { group: gatewayApi, kind: 'Gateway' },
};
const backends: References = {
  choices: [service, { group: 'networking.istio.io', kind: 'Hostname' }],
  normal: service,
};
const certificates: References = { choices: [secret], normal: secret };
/** What a policy may be for: https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference */
const targets: References = {
  choices: [
    service,
    { group: 'networking.istio.io', kind: 'ServiceEntry' },
    { group: gatewayApi, kind: 'Gateway' },
    { group: gatewayApi, kind: 'GatewayClass' },
  ],
  normal: { group: '' },
};
const authorities: References = { choices: [configMap, secret], normal: {} };

const table: Readonly<Record<string, References>> = {
  parentRefs: parents,
  backendRefs: backends,
  backendRef: backends,
  certificateRefs: certificates,
  clientCertificateRef: certificates,
  caCertificateRefs: authorities,
  targetRefs: targets,
  'allowedRoutes.kinds': { choices: routes, normal: { group: gatewayApi } },
  'ReferenceGrant.from': {
    choices: [...routes, { group: gatewayApi, kind: 'Gateway' }],
    normal: {},
  },
  'ReferenceGrant.to': { choices: [service, secret, configMap], normal: {} },
};

/** `words`: of the group that has the two fields. */
export function referencesOf(words: Words): References | undefined {
  return byWords(table, words);
}

/** What a group refers to, defaults filled in; null where it says nothing that can be read. */
export function referentOf({ normal }: References, value: Json | undefined): Referent | null {
  const text = (key: 'group' | 'kind'): string | null => {
    const found = isJsonObject(value) ? own(value, key) : undefined;
    if (found === undefined || found === null) return normal[key] ?? null;
    return typeof found === 'string' ? found : null;
  };
  const [group, kind] = [text('group'), text('kind')];
  return group === null || kind === null ? null : { group, kind };
}

/** The kind alone tells such a referent: its group needs no field. */
export function isChoice({ choices }: References, referent: Referent | null): boolean {
  return choices.some(({ group, kind }) => group === referent?.group && kind === referent.kind);
}

/** Only what says something else than what holds is written. */
export function chooseReferent(
  document: Json,
  path: Path,
  references: References,
  { group, kind }: Referent,
): Change[] {
  const here = valueAt(document, path);
  const changes: Change[] = [];
  for (const [key, value] of [
    ['group', group],
    ['kind', kind],
  ] as const) {
    const now = isJsonObject(here) ? own(here, key) : undefined;
    if ((now ?? references.normal[key]) !== value) changes.push({ op: 'set', path: [...path, key], value });
  }
  return changes;
}

/** For tests: that each speaks of a group that exists. */
export const referringGroups: readonly string[] = Object.keys(table);
