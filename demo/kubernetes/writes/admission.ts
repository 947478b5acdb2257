/**
 * What stands between a well-formed write of an Istio object and the store: the CRD's schema, then the validating webhook.
 * Kubernetes' own kinds are judged in validation.ts alone.
 */
import { denial, admit as judge } from '#lib/istio/admission/admit.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { validateObject } from '#lib/istio/schema/validate.ts';
import { ApiError, invalid } from '../api-error.ts';
import { type Reading, settleTold } from '../coding/decoding.ts';
import type { Kind } from '../kinds.ts';

/** The name under which istiod registers its webhook. */
const webhook = 'rev.validation.istio.io';

/** Returns the object as it is to be stored, with warnings for the client; throws 400 or 422 when it is refused. */
export function admit(
  kind: Kind,
  object: KubernetesObject,
  reading: Reading,
): { object: KubernetesObject; warnings: readonly string[] } {
  if (!kind.crd) return { object, warnings: [] };
  const verdict = validateObject(kind.crd, object);
  settleTold(
    reading,
    verdict.unknown.map((path) => `unknown field "${path}"`),
    object,
  );
  if (verdict.errors.length > 0)
    throw invalid(
      kind.group,
      kind.kind,
      object.metadata.name,
      verdict.errors.map(({ field, reason, detail }) => ({ field, reason, message: detail })),
    );
  const findings = judge(verdict.object);
  const refusal = denial(findings);
  if (refusal !== null)
    throw new ApiError(400, '', `admission webhook "${webhook}" denied the request: ${refusal}`);
  return { object: verdict.object, warnings: findings.map((finding) => finding.message) };
}
