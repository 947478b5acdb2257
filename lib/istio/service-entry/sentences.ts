/** A ServiceEntry in sentences: which hosts it makes known, where they are, and how their addresses are found. */
import { name, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { hosts, sentence, type Telling, values, visibility } from '../sentences/telling.ts';

const resolutions = ['NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'];

export function tellServiceEntry(telling: Telling): Sentence[] {
  const { spec } = telling;
  const location = spec.text('location');
  const resolution = spec.text('resolution') ?? 'NONE';
  const addresses = spec.texts('addresses');
  const labels = spec.at('workloadSelector').pairs('labels');
  const names = spec.texts('subjectAltNames');
  const place = spec.at('hosts');
  const found = resolutions.includes(resolution)
    ? say(`serviceEntry.resolution.${resolution}`)
    : say('serviceEntry.resolution.other', { resolution: value(resolution) });
  return [
    sentence(
      'hosts',
      place,
      say(location === 'MESH_INTERNAL' ? 'serviceEntry.internal' : 'serviceEntry.external', {
        hosts: hosts(spec.texts('hosts')),
      }),
    ),
    ...visibility(telling),
    ...(addresses.length === 0
      ? []
      : [
          sentence(
            'addresses',
            spec.at('addresses'),
            say('serviceEntry.addresses', { addresses: values(addresses) }),
          ),
        ]),
    ...spec.items('ports').map(port),
    sentence('resolution', spec.at('resolution'), found),
    ...spec.items('endpoints').map((endpoint) => endpointSentence(endpoint, 'serviceEntry.endpoint')),
    ...(labels.length === 0
      ? []
      : [
          sentence(
            'selector',
            spec.at('workloadSelector'),
            say('serviceEntry.selector', { labels: values(labels) }),
          ),
        ]),
    ...(names.length === 0
      ? []
      : [sentence('sans', spec.at('subjectAltNames'), say('tls.sans', { names: values(names) }))]),
  ];
}

function port(spot: Spot): Sentence {
  const number = value(spot.scalar('number') ?? '');
  const protocol = spot.text('protocol');
  const target = spot.scalar('targetPort');
  spot.text('name');
  const speaks = protocol === null ? say('serviceEntry.sniffed') : name(protocol);
  return sentence(
    'port',
    spot,
    target === null
      ? say('serviceEntry.port', { port: number, protocol: speaks })
      : say('serviceEntry.portTo', { port: number, protocol: speaks, target: value(target) }),
  );
}

/** One endpoint, written in a ServiceEntry or as a WorkloadEntry; what it says of itself stands under it. */
export function endpointSentence(
  spot: Spot,
  key: string,
  family: 'endpoint' | 'eachEndpoint' = 'endpoint',
): Sentence {
  const labels = spot.pairs('labels');
  const ports = spot.pairs('ports');
  const network = spot.text('network');
  const locality = spot.text('locality');
  const weight = spot.number('weight');
  const account = spot.text('serviceAccount');
  const told = (about: string, phrase: ReturnType<typeof say>) => sentence(about, spot.at(about), phrase);
  return sentence('endpoint', spot, say(key, { address: value(spot.text('address') ?? '') }), {
    under: [
      ...(labels.length === 0 ? [] : [told('labels', say(`${family}.labels`, { labels: values(labels) }))]),
      ...(ports.length === 0 ? [] : [told('ports', say(`${family}.ports`, { ports: values(ports) }))]),
      ...(account === null
        ? []
        : [told('serviceAccount', say(`${family}.account`, { account: name(account) }))]),
      ...(locality === null
        ? []
        : [told('locality', say(`${family}.locality`, { locality: value(locality) }))]),
      ...(network === null ? [] : [told('network', say(`${family}.network`, { network: value(network) }))]),
      ...(weight === null
        ? []
        : [told('weight', say(`${family}.weight`, { weight: value(String(weight)) }))]),
    ],
  });
}
