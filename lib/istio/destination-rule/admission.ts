/** istiod's verdict on a DestinationRule (ValidateDestinationRule). */
import { error, type Finding } from '../admission/finding.ts';
import { checkExportTo, checkLabelSet, checkWildcardDomain } from '../admission/primitives.ts';
import { checkSelector } from '../admission/selector.ts';
import type { DestinationRule } from '../objects.ts';
import { checkSubsetName } from '../virtual-service/route.ts';
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
    if (seen.has(subset.name)) found.push(error([...here, 'name'], `duplicate subset names: ${subset.name}`));
    seen.add(subset.name);
    found.push(...checkSubsetName([...here, 'name'], subset.name ?? ''));
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
  found.push(
    ...checkSelector(
      ['spec', 'workloadSelector', 'matchLabels'],
      spec.workloadSelector && { labels: spec.workloadSelector.matchLabels },
    ),
  );
  return found;
}
