/** `--from`: a workload's sidecar or a gateway. */
import type { ClusterObjects, ProxyRef } from '#lib/istio/objects.ts';
import { senderOf as findSender, readSenderName } from '#lib/istio/routing/sidecar/sender.ts';
import { UsageError } from './exit.ts';

interface Sender {
  proxy: ProxyRef;
  notes: string[];
}

export function senderOf(objects: ClusterObjects, from: string): Sender {
  const sender = readSenderName(from);
  if (sender === null) {
    throw new UsageError(`--from is "${from}"; write NAMESPACE/WORKLOAD or gateway:NAMESPACE/NAME`);
  }
  const { namespace, name } = sender;
  const found = findSender(objects, sender);
  if (found === null) {
    const known = [...objects.gateways, ...objects.kubernetesGateways].map(
      ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
    );
    const hint = known.length > 0 ? `there are: ${known.join(', ')}` : 'the objects hold no Gateway';
    throw new UsageError(`--from: there is no gateway ${namespace}/${name}; ${hint}`);
  }
  const note = `no workload or pod ${namespace}/${name} among the objects: taken as one with the label app=${name}`;
  return { proxy: found.proxy, notes: found.known ? [] : [note] };
}
