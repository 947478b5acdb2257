/** Which numbers an attention row shows, by its code: the big number, its unit word, and the evidence sentence. */
import type { Attention } from '#lib/api/traffic/overview.ts';
import type { Format } from '#lib/i18n/format.ts';

/** Keys of `overview.measure` and of `overview.evidence`; values are already written with their units. */
export interface AttentionText {
  sentence: { name: string; version: string; value: string; peer: string; missing: string };
  number: string;
  measure: 'errors' | 'p95' | 'unavailable' | 'pods' | 'ready';
  evidence: EvidenceText | null;
}

export type EvidenceText =
  | {
      key: 'errors';
      responseCode: string | null;
      flag: string | null;
      source: string | null;
      errors: string;
      total: string;
    }
  | { key: 'against'; values: { peer: string; peerValue: string } }
  | { key: 'slow'; values: { value: string; threshold: string } }
  | { key: 'slowPeer'; values: { value: string; peerValue: string; factor: string } }
  | { key: 'rule'; values: { kind: string; name: string; rule: string } }
  | { key: 'object'; values: { kind: string; name: string } }
  | { key: 'missingSidecar'; values: { count: number } }
  | { key: 'notReady'; values: { value: string; threshold: string } };

function errorEvidence({ evidence, requestsPerSecond }: Attention, format: Format): EvidenceText | null {
  if (evidence === null) return null;
  const { responseCode, flag, source, errorsPerSecond } = evidence;
  return {
    key: 'errors',
    responseCode: responseCode === '0' ? null : responseCode,
    flag: flag === '-' ? null : flag,
    source,
    errors: format.perSecond(errorsPerSecond),
    total: format.perSecond(requestsPerSecond),
  };
}

function peerEvidence({ peer, peerValue }: Attention, format: Format): EvidenceText | null {
  if (peer === null || peerValue === null) return null;
  return { key: 'against', values: { peer, peerValue: format.percent(peerValue) } };
}

function slowEvidence({ value, peerValue, threshold }: Attention, format: Format): EvidenceText | null {
  const written = format.milliseconds(value);
  if (value !== null && peerValue !== null && peerValue > 0) {
    const factor = format.decimal(value / peerValue, 2);
    return { key: 'slowPeer', values: { value: written, peerValue: format.milliseconds(peerValue), factor } };
  }
  if (threshold === null) return null;
  return { key: 'slow', values: { value: written, threshold: format.milliseconds(threshold) } };
}

function objectEvidence({ object }: Attention, format: Format): EvidenceText | null {
  if (object === null) return null;
  const { kind, name, rule } = object;
  // Rules are counted from 1 on screen, as people count.
  if (rule !== null) return { key: 'rule', values: { kind, name, rule: format.count(rule + 1) } };
  return { key: 'object', values: { kind, name } };
}

export function attentionText(attention: Attention, format: Format): AttentionText {
  const { code, name, value } = attention;
  const sentence = {
    name,
    version: attention.version ?? '',
    value: format.percent(value),
    peer: attention.peer ?? '',
    missing: attention.missing ?? '',
  };
  switch (code) {
    case 'service-fails':
    case 'version-fails':
      return {
        sentence,
        number: format.percent(value),
        measure: 'errors',
        evidence: errorEvidence(attention, format) ?? peerEvidence(attention, format),
      };
    case 'service-slow':
    case 'version-slow':
      return {
        sentence,
        number: format.milliseconds(value),
        measure: 'p95',
        evidence: slowEvidence(attention, format),
      };
    case 'route-to-nothing':
      return {
        sentence,
        number: format.perSecond(value),
        measure: 'unavailable',
        evidence: objectEvidence(attention, format),
      };
    case 'missing-sidecar':
      return {
        sentence,
        number: format.count(value),
        measure: 'pods',
        evidence: { key: 'missingSidecar', values: { count: value ?? 0 } },
      };
    case 'workload-not-ready':
      return {
        sentence,
        number: `${format.count(value)}/${format.count(attention.threshold)}`,
        measure: 'ready',
        evidence: {
          key: 'notReady',
          values: { value: format.count(value), threshold: format.count(attention.threshold) },
        },
      };
    default:
      return code satisfies never;
  }
}
