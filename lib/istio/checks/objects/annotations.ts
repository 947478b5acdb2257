/**
 * Istio's annotations on Namespaces, Services, Pods and Deployments: in the wrong place (IST0107), unknown (IST0108), with a
 * value that the injector refuses (IST0125), of the past (IST0135). Mirrors analyzers/annotations and pkg/kube/inject/validate.go.
 */
import { isSubnet } from '../../admission/primitives.ts';
import { injectKey } from '../../injection-keys.ts';
import { type Observation, observe } from '../finding.ts';
import type { CheckedObject } from '../view/view.ts';
import { annotationPlaces, deprecatedAnnotations, ownAnnotations } from './annotation-table.ts';

export function checkAnnotations({ kind, object }: CheckedObject): Observation[] {
  const { annotations = {}, labels = {} } = object.metadata;
  return Object.entries(annotations).flatMap(([annotation, value]): Observation[] => {
    if (!isIstios(annotation) || ownAnnotations.has(annotation)) return [];
    const path = ['metadata', 'annotations', annotation];
    const places = annotationPlaces.get(annotation);
    if (!places) return [observe('IST0108', path, { annotation })];
    const found: Observation[] = [];
    const isCoveredByLabel = annotation === injectKey && labels[injectKey] !== undefined;
    if (deprecatedAnnotations.has(annotation) && !isCoveredByLabel) {
      const detail = annotation === injectKey ? 'inject' : 'plain';
      found.push(observe('IST0135', path, { annotation }, { detail }));
    }
    if (places.includes('Any')) return found;
    if (!places.includes(kind))
      return [...found, observe('IST0107', path, { annotation, kinds: places.join(', ') })];
    const wanted = wantedInstead(annotation, value);
    return wanted === null ? found : [...found, observe('IST0125', path, { annotation, value, wanted })];
  });
}

function isIstios(annotation: string): boolean {
  return (
    annotation === 'kubernetes.io/ingress.class' || (annotation.split('/')[0] ?? '').endsWith('istio.io')
  );
}

type Rule = (value: string) => boolean;

const isPort = (text: string): boolean => /^\+?\d+$/.test(text.trim()) && Number(text) <= 65_535;
const isPortList: Rule = (value) => value.trim() === '' || value.split(',').every(isPort);
const isWhole: Rule = (value) => /^\d+$/.test(value) && Number(value) < 2 ** 32;
const isRangeList: Rule = (value) =>
  value === '' || value.split(',').every((range) => range.includes('/') && isSubnet(range));
const isQuantity: Rule = (value) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+|[numkKMGTPE]i?)?$/.test(value);
const isBoolean: Rule = (value) => /^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(value);
const orAll =
  (rule: Rule): Rule =>
  (value) =>
    value === '*' || rule(value);

/** What each value must be, in words that no language changes. */
const rules: ReadonlyMap<string, { holds: Rule; wanted: string }> = new Map([
  [
    'sidecar.istio.io/interceptionMode',
    {
      holds: (value: string) => ['REDIRECT', 'TPROXY', 'NONE'].includes(value),
      wanted: 'REDIRECT | TPROXY | NONE',
    },
  ],
  ['status.sidecar.istio.io/port', { holds: isPort, wanted: '0..65535' }],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', { holds: isWhole, wanted: '0..4294967295' }],
  ['readiness.status.sidecar.istio.io/periodSeconds', { holds: isWhole, wanted: '0..4294967295' }],
  ['readiness.status.sidecar.istio.io/failureThreshold', { holds: isWhole, wanted: '0..4294967295' }],
  [
    'traffic.sidecar.istio.io/includeOutboundIPRanges',
    { holds: orAll(isRangeList), wanted: '* | 10.0.0.0/8,…' },
  ],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', { holds: isRangeList, wanted: '10.0.0.0/8,…' }],
  ['traffic.sidecar.istio.io/includeInboundPorts', { holds: orAll(isPortList), wanted: '* | 80,443,…' }],
  ['traffic.sidecar.istio.io/excludeInboundPorts', { holds: isPortList, wanted: '80,443,…' }],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', { holds: isPortList, wanted: '80,443,…' }],
  ['prometheus.istio.io/merge-metrics', { holds: isBoolean, wanted: 'true | false' }],
  ['sidecar.istio.io/proxyCPU', { holds: isQuantity, wanted: '100m' }],
  ['sidecar.istio.io/proxyCPULimit', { holds: isQuantity, wanted: '2' }],
  ['sidecar.istio.io/proxyMemory', { holds: isQuantity, wanted: '128Mi' }],
  ['sidecar.istio.io/proxyMemoryLimit', { holds: isQuantity, wanted: '1Gi' }],
]);

/** Null for a value that is right, or that nobody judges. */
function wantedInstead(annotation: string, value: string): string | null {
  const rule = rules.get(annotation);
  return rule && !rule.holds(value) ? rule.wanted : null;
}
