/** istiod's verdict on a DestinationRule (ValidateDestinationRule). */
import { error, type Finding, warning } from '../admission/finding.ts';
import { checkExportTo, checkLabelSet, checkWildcardDomain, isLabel1123 } from '../admission/primitives.ts';
import type { DestinationRule } from '../objects.ts';
import { checkTrafficPolicy } from './traffic-policy.ts';

export function admitDestinationRule(object: DestinationRule): Finding[] {
  const { spec } = object;
  if (!spec) return [error(['spec'], 'cannot cast to destination rule')];
  const found: Finding[] = [];
  const inNamespace = object.metadata.namespace ?? '';
  found.push(...checkWildcardDomain(['spec', 'host'], spec.host ?? ''));
  const scope = { namespace: inNamespace };
  if (spec.trafficPolicy)
    found.push(...checkTrafficPolicy(['spec', 'trafficPolicy'], spec.trafficPolicy, scope));
  const seen = new Set<string>();
  for (const [index, subset] of (spec.subsets ?? []).entries()) {
    const here = ['spec', 'subsets', index];
    if (seen.has(subset.name))
      found.push(error([...here, 'name'], `duplicate subset names: "${subset.name}"`));
    seen.add(subset.name);
    if (!isLabel1123(subset.name))
      found.push(error([...here, 'name'], `subset name is invalid: "${subset.name}"`));
    found.push(...checkLabelSet([...here, 'labels'], subset.labels));
    if (subset.trafficPolicy) {
      // istiod loses the warnings of a subset's policy.
      const policy = checkTrafficPolicy([...here, 'trafficPolicy'], subset.trafficPolicy, scope);
      found.push(...policy.filter((finding) => finding.severity === 'error'));
    }
  }
  found.push(
    ...checkExportTo(['spec', 'exportTo'], spec.exportTo, inNamespace, {
      hasWorkloadSelector: Boolean(spec.workloadSelector),
    }),
  );
  found.push(...checkSelector(spec.workloadSelector?.matchLabels, Boolean(spec.workloadSelector)));
  return found;
}

function checkSelector(labels: Readonly<Record<string, string>> | undefined, present: boolean): Finding[] {
  if (!present) return [];
  const path = ['spec', 'workloadSelector', 'matchLabels'];
  const entries = Object.entries(labels ?? {});
  if (entries.length === 0) return [warning(path, 'workload selector specified without labels')];
  const found: Finding[] = [];
  for (const [key, value] of entries) {
    if (key === '') found.push(error(path, `empty key is not supported in selector: "${key}=${value}"`));
    if (key.includes('*') || value.includes('*')) {
      found.push(error([...path, key], `wildcard is not supported in selector: "${key}=${value}"`));
    }
  }
  return found;
}
