/**
 * Clients obey the DestinationRules of their own namespace before those of the service's: one does not add to the other
 * (`destinationRule` of pilot/pkg/model). Said at the rule in the service's namespace (SLU0007).
 */
import type { DestinationRule } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { fullHost, serviceOfHost } from '../view/full-host.ts';
import { scopesOf } from '../view/provided-hosts.ts';
import { type CheckedObject, type CheckView, findAs, qualified } from '../view/view.ts';

export function checkMaskedRules(subject: CheckedObject<DestinationRule>, view: CheckView): Observation[] {
  const { spec } = subject.object;
  const { domain, rootNamespace } = view.meshConfig;
  if (!spec || spec.workloadSelector) return [];
  const host = fullHost(spec.host, subject.namespace, domain);
  if (serviceOfHost(host, domain)?.namespace !== subject.namespace) return [];
  const visible = scopesOf(spec.exportTo, subject.namespace);
  const masks = findAs<DestinationRule>(view, named.rulesOf(host)).filter(({ namespace, object }) => {
    if (namespace === subject.namespace || namespace === rootNamespace || object.spec?.workloadSelector)
      return false;
    const theirs = scopesOf(object.spec?.exportTo, namespace);
    const isUsedAtHome = theirs.has('*') || theirs.has(namespace);
    return isUsedAtHome && (visible.has('*') || visible.has(namespace));
  });
  return masks.map((mask) =>
    observe('SLU0007', ['spec', 'host'], { host, namespace: mask.namespace, other: qualified(mask) }),
  );
}
