/**
 * Routes by claims of a JWT need a RequestAuthentication at the gateway, or no request has claims (IST0149).
 * Mirrors analyzers/virtualservice/jwtclaimroute.go.
 */
import { isClaim } from '../../admission/headers.ts';
import { selectsLabels } from '../../hosts/labels.ts';
import type { Pod, RequestAuthentication, VirtualService } from '../../objects.ts';
import { type Observation, observe } from '../finding.ts';
import { named } from '../view/facets.ts';
import { type CheckedObject, type CheckView, findAs, podsSelected, qualified } from '../view/view.ts';
import { gatewayNamed } from './virtual-service-gateways.ts';

interface Claim {
  key: string;
  path: (string | number)[];
}

export function checkJwtClaims(subject: CheckedObject<VirtualService>, view: CheckView): Observation[] {
  const claim = firstClaim(subject.object);
  if (!claim) return [];
  return (subject.object.spec?.gateways ?? []).flatMap((reference): Observation[] => {
    if (reference === 'mesh') return [];
    const gateway = gatewayNamed(view, reference, subject.namespace);
    if (!gateway?.sound) return [];
    const bare = podsSelected<Pod>(view, gateway.object.spec?.selector ?? {}).find(
      (pod) => !isAuthenticated(view, pod),
    );
    if (!bare) return [];
    return [
      observe('IST0149', claim.path, { key: claim.key, gateway: qualified(gateway), pod: qualified(bare) }),
    ];
  });
}

const fields = ['headers', 'withoutHeaders'] as const;

function firstClaim({ spec }: VirtualService): Claim | null {
  for (const [index, rule] of (spec?.http ?? []).entries()) {
    for (const [place, match] of (rule.match ?? []).entries()) {
      for (const field of fields) {
        const conditions = match[field];
        const key = conditions && Object.keys(conditions).find(isClaim);
        if (key !== undefined) return { key, path: ['spec', 'http', index, 'match', place, field, key] };
      }
    }
  }
  return null;
}

function isAuthenticated(view: CheckView, { namespace, object }: CheckedObject<Pod>): boolean {
  return [view.meshConfig.rootNamespace, namespace].some((owner) =>
    findAs<RequestAuthentication>(view, named.inNamespace('RequestAuthentication', owner)).some((policy) =>
      selectsLabels(policy.object.spec?.selector?.matchLabels, object.metadata.labels ?? {}),
    ),
  );
}
