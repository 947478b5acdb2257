/** What a running API server, with istiod's webhook behind it, says of an object, in the words of the oracle; nothing is stored. */
import type { Verdict } from '#e2e/oracles/admission/admission-oracle.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { crdOf } from '#lib/istio/schema/crds.ts';
import { type ApiServer, send, warningsOf } from '../api-server.ts';

interface Status {
  message?: string;
  reason?: string;
  details?: { causes?: { reason?: string; field?: string; message?: string }[] };
}

const corpusNamespace = 'shop';
const unknownField = /^unknown field "(.*)"$/;
const refusal = /^admission webhook "[^"]*" denied the request: (.*)$/s;

/** The namespace that the corpus is written for is to be there; it may be there already. */
export async function prepareServer(server: ApiServer): Promise<void> {
  const body = { metadata: { name: corpusNamespace } };
  const { code, text } = await send(server, { method: 'POST', path: '/api/v1/namespaces', body });
  if (code !== 201 && code !== 409) throw new Error(`namespace ${corpusNamespace}: ${code} ${text}`);
}

export async function serverVerdict(server: ApiServer, object: KubernetesObject): Promise<Verdict> {
  const { apiVersion, kind, metadata } = object;
  const plural = crdOf(apiVersion.split('/')[0] ?? '', kind)?.names.plural;
  const answer = await send(server, {
    method: 'POST',
    path: `/apis/${apiVersion}/namespaces/${metadata.namespace}/${plural}?dryRun=All&fieldValidation=Warn`,
    body: object,
  });
  const warnings = warningsOf(answer);
  const unknown = warnings.flatMap((warning) => unknownField.exec(warning)?.[1] ?? []);
  const verdict: Verdict = { unknown, errors: [], denial: '', warnings: [] };
  if (answer.code === 201)
    return { ...verdict, warnings: warnings.filter((warning) => !unknownField.test(warning)) };
  const status = answer.body as Status;
  if (answer.code === 422)
    return {
      ...verdict,
      errors: (status.details?.causes ?? []).map(({ reason = '', field = '', message = '' }) => ({
        reason,
        field,
        message,
      })),
    };
  const denial = refusal.exec(status.message ?? '')?.[1];
  return { ...verdict, denial: denial ?? `${answer.code} ${status.message}` };
}
