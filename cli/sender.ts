/** `--from`: a workload's sidecar or a gateway. */
import { isLabel1123 } from '#lib/istio/admission/primitives.ts';
import type { ClusterObjects, ProxyRef } from '#lib/istio/objects.ts';
import { senderOf as findSender } from '#lib/istio/routing/sender.ts';
import { UsageError } from './exit.ts';

interface Sender {
  proxy: ProxyRef;
  notes: string[];
}

export function senderOf(objects: ClusterObjects, from: string): Sender {
  const kind = from.startsWith('gateway:') ? 'gateway' : 'workload';
  const [namespace = '', name = '', ...more] = from.replace(/^gateway:/, '').split('/');
  if (!isLabel1123(namespace) || name === '' || more.length > 0) {
    throw new UsageError(`--from is "${from}"; write NAMESPACE/WORKLOAD or gateway:NAMESPACE/NAME`);
  }
  const found = findSender(objects, { kind, namespace, name });
  if (found === null) {
    const known = objects.gateways.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const hint = known.length > 0 ? `there are: ${known.join(', ')}` : 'the objects hold no Gateway';
    throw new UsageError(`--from: there is no gateway ${namespace}/${name}; ${hint}`);
  }
  const note = `no workload or pod ${namespace}/${name} among the objects: taken as one with the label app=${name}`;
  return { proxy: found.proxy, notes: found.known ? [] : [note] };
}
