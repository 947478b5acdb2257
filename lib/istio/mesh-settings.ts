/**
 * The mesh configuration as a list of what is worth knowing of it: each setting with its value, and whether somebody wrote it or it is
 * Istio's own. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
import { memberOf } from '../record.ts';

export interface MeshSetting {
  /** As the mesh configuration writes it, e.g. outboundTrafficPolicy.mode. */
  path: string;
  value: string;
  /** Somebody wrote it. */
  written: boolean;
}

/** With Istio's default; null where there is none, and only what is written is told. */
const told: readonly (readonly [path: string, fallback: string | null])[] = [
  ['rootNamespace', 'istio-system'],
  ['trustDomain', 'cluster.local'],
  ['enableAutoMtls', 'true'],
  ['meshMTLS.minProtocolVersion', 'TLSV1_2'],
  ['outboundTrafficPolicy.mode', 'ALLOW_ANY'],
  ['accessLogFile', null],
  ['accessLogEncoding', null],
  ['enablePrometheusMerge', 'true'],
  ['defaultProviders.metrics', null],
  ['defaultProviders.tracing', null],
  ['defaultProviders.accessLogging', null],
  ['defaultConfig.holdApplicationUntilProxyStarts', 'false'],
  ['defaultConfig.tracing.sampling', null],
  ['defaultConfig.tracingServiceName', null],
  ['defaultServiceExportTo', null],
  ['defaultVirtualServiceExportTo', null],
  ['defaultDestinationRuleExportTo', null],
  ['discoverySelectors', null],
  ['ingressControllerMode', null],
  ['localityLbSetting.enabled', null],
  ['pathNormalization.normalization', null],
];

/** `mesh`: the parsed text, whatever it is. Values are cut: a screen shows them in one line. */
export function meshSettings(mesh: unknown): MeshSetting[] {
  return told.flatMap(([path, fallback]): MeshSetting[] => {
    const found = path.split('.').reduce<unknown>(memberOf, mesh);
    const value = textOf(found);
    if (value !== null) return [{ path, value, written: true }];
    return fallback === null ? [] : [{ path, value: fallback, written: false }];
  });
}

const longest = 200;

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value.slice(0, longest);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  const parts = value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
  return parts.join(', ').slice(0, longest);
}
