/** What Sluice says of an object, in the words of the oracle. */

import type { Verdict } from '#e2e/oracles/admission/admission-oracle.ts';
import { admit, denial } from '#lib/istio/admission/admit.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { crdOf } from '#lib/istio/schema/crds.ts';
import { validateObject } from '#lib/istio/schema/validate.ts';

export function sluiceVerdict(object: KubernetesObject): Verdict {
  const crd = crdOf(object.apiVersion.split('/')[0] ?? '', object.kind);
  if (!crd) throw new Error(`no schema of ${object.apiVersion} ${object.kind}`);
  const { object: pruned, unknown, errors } = validateObject(crd, object);
  // The rules may rely on the shape that the schema grants.
  const findings = errors.length > 0 ? [] : admit(pruned);
  const refusal = denial(findings);
  return {
    unknown,
    errors: errors.map(({ reason, field, detail }) => ({ reason, field, message: detail })),
    denial: refusal ?? '',
    warnings: refusal === null ? findings.map(({ message }) => message) : [],
  };
}
