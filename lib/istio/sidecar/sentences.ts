/** A Sidecar in sentences: what the proxies of some pods know of, let out and let in. */
import { poolSentences } from '../destination-rule/sentences-pool.ts';
import { serverTls } from '../gateway/sentences.ts';
import { type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { destination, selected, sentence, type Telling, values } from '../sentences/telling.ts';

export function tellSidecar(telling: Telling): Sentence[] {
  const { spec } = telling;
  const who = selected(telling, 'workloadSelector', 'labels');
  return [
    sentence('selector', spec.at('workloadSelector'), say('sidecar.lead', { who })),
    ...spec.items('egress').map(egress),
    ...outbound(spec.at('outboundTrafficPolicy')),
    ...spec.items('ingress').map(ingress),
    ...poolSentences(spec.at('inboundConnectionPool'), say('connection.toThem')),
  ];
}

function egress(spot: Spot): Sentence {
  const { number, protocol } = listenerPort(spot);
  const bind = spot.text('bind');
  const hosts = values(spot.texts('hosts'));
  const at = bind === null ? number : `${bind}:${number ?? ''}`;
  const phrase =
    at === null
      ? say('sidecar.egress', { hosts })
      : say('sidecar.egressAt', { hosts, at: value(at), protocol: value(protocol ?? '') });
  return sentence('egress', spot, phrase, { was: say('sidecar.wasEgress', { hosts }) });
}

function ingress(spot: Spot): Sentence {
  const { number, protocol } = listenerPort(spot);
  const to = spot.text('defaultEndpoint');
  const shown = { port: value(number ?? ''), protocol: value(protocol ?? '') };
  const phrase =
    to === null ? say('sidecar.ingress', shown) : say('sidecar.ingressTo', { ...shown, to: value(to) });
  return sentence('ingress', spot, phrase, {
    under: [
      ...serverTls(spot.at('tls')),
      ...poolSentences(spot.at('connectionPool'), say('connection.there')),
    ],
  });
}

function listenerPort(spot: Spot): { number: string | null; protocol: string | null } {
  const port = spot.at('port');
  port.text('name');
  return { number: port.scalar('number'), protocol: port.text('protocol') };
}

/** REGISTRY_ONLY is what Istio reads where the mode is left out. */
function outbound(spot: Spot): Sentence[] {
  if (!spot.there) return [];
  const mode = spot.text('mode') ?? 'REGISTRY_ONLY';
  const proxy = spot.at('egressProxy');
  return [
    sentence(
      'outbound',
      spot,
      say(mode === 'ALLOW_ANY' ? 'sidecar.outbound.any' : 'sidecar.outbound.known'),
      {
        before: say('sidecar.outbound.wasMesh'),
      },
    ),
    ...(proxy.there
      ? [sentence('egressProxy', proxy, say('sidecar.egressProxy', { to: destination(proxy) }))]
      : []),
  ];
}
