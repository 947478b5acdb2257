/** Where the verdicts may differ, each with a reason and a predicate as narrow as it can be; a difference that none explains is new, and fails. */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import type { Disagreement } from './compare.ts';

export interface KnownDifference {
  name: string;
  because: string;
  explains(disagreement: Disagreement, object: KubernetesObject): boolean;
}

/** What istiod says when it reads a patch's value into Envoy's messages (pkg/config/xds BuildXDSObjectFromStruct). */
const ofEnvoyMessages =
  /^Envoy filter: (json: |unknown (field|value)|can't unmarshal|invalid character|could not resolve|bad |required|unexpected|proto: |syntax error|Any |Value looks)|^referenced type unknown|^using deprecated type|illegal base64|strconv\.|^failed to find deprecated types/;

const extra = ({ istio, sluice }: Disagreement): readonly string[] =>
  istio.filter((line) => !sluice.includes(line) && line !== 'refused by the webhook');

export const knownDifferences: readonly KnownDifference[] = [
  {
    name: 'the value of an EnvoyFilter patch',
    because:
      'istiod reads it with all of Envoy’s message types, some megabytes of descriptors that the console does not carry; the dry run shows these errors',
    explains: (disagreement, { kind }) =>
      kind === 'EnvoyFilter' &&
      ['admitted', 'denial', 'warnings'].includes(disagreement.about) &&
      disagreement.sluice.every((line) => line === 'admitted' || disagreement.istio.includes(line)) &&
      extra(disagreement).every((line) => ofEnvoyMessages.test(line)),
  },
  {
    name: 'refused while it is read',
    because:
      'istiod stops at the first duration that does not parse and says so in the words of its decoder; ours tells it beside the other errors',
    explains: ({ about, istio }) =>
      about === 'denial' &&
      istio.some((line) => line.startsWith('error decoding configuration: bad Duration')),
  },
];

/** Null when the difference is new. */
export function explain(disagreement: Disagreement, object: KubernetesObject): KnownDifference | null {
  return knownDifferences.find((known) => known.explains(disagreement, object)) ?? null;
}
