/** The kinds of the corpus: Istio's, and those of the Gateway API that Istio reads. */
import { type Crd, crds } from '#lib/istio/schema/crds.ts';
import { gatewayApiCrds } from '#lib/istio/schema/gateway-api.ts';

export const judgedCrds: readonly Crd[] = [...crds, ...gatewayApiCrds];

const byKind = new Map(judgedCrds.map((crd) => [`${crd.group}/${crd.names.kind}`, crd]));

export function judgedCrdOf(group: string, kind: string): Crd | undefined {
  return byKind.get(`${group}/${kind}`);
}
