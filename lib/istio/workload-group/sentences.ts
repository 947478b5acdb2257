/** A WorkloadGroup in sentences: what a machine becomes that registers itself. */

import { type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { sentence, type Telling, values } from '../sentences/telling.ts';
import { endpointSentence } from '../service-entry/sentences.ts';

export function tellWorkloadGroup({ spec }: Telling): Sentence[] {
  const labels = spec.at('metadata').pairs('labels');
  const { under = [] } = endpointSentence(spec.at('template'), 'workloadEntry.lead', 'eachEndpoint');
  return [
    sentence('group', spec, say('workloadGroup.lead')),
    ...(labels.length === 0
      ? []
      : [sentence('labels', spec.at('metadata'), say('eachEndpoint.labels', { labels: values(labels) }))]),
    ...under,
    ...probe(spec.at('probe')),
  ];
}

function probe(spot: Spot): Sentence[] {
  const http = spot.at('httpGet');
  const tcp = spot.at('tcpSocket');
  const grpc = spot.at('grpc');
  const command = spot.at('exec').texts('command');
  const told = (place: Spot, phrase: ReturnType<typeof say>) => [sentence('probe', place, phrase)];
  if (http.there) {
    const path = value(`:${http.scalar('port') ?? ''}${http.text('path') ?? '/'}`);
    return told(http, say('workloadGroup.probe.http', { path }));
  }
  if (tcp.there) return told(tcp, say('workloadGroup.probe.tcp', { port: value(tcp.scalar('port') ?? '') }));
  if (grpc.there)
    return told(grpc, say('workloadGroup.probe.grpc', { port: value(grpc.scalar('port') ?? '') }));
  if (command.length === 0) return [];
  return told(spot.at('exec'), say('workloadGroup.probe.exec', { command: value(command.join(' ')) }));
}
