/** A Gateway of the Gateway API in sentences: who runs it, and what its listeners take. */
import { host, name, type Part, type Sentence, say, value } from '../../sentences/phrase.ts';
import type { Spot } from '../../sentences/spot.ts';
import { sentence, type Telling, values } from '../../sentences/telling.ts';
import { unreadProtocols } from '../unread-protocols.ts';

export function tellKubernetesGateway({ spec }: Telling): Sentence[] {
  const addresses = spec.items('addresses').flatMap((item) => {
    item.text('type');
    return item.text('value') ?? [];
  });
  return [
    sentence(
      'class',
      spec.at('gatewayClassName'),
      say('kubernetesGateway.lead', { class: name(spec.text('gatewayClassName') ?? '') }),
    ),
    ...(addresses.length === 0
      ? []
      : [
          sentence(
            'addresses',
            spec.at('addresses'),
            say('kubernetesGateway.addresses', { addresses: values(addresses) }),
          ),
        ]),
    ...spec.items('listeners').map(listener),
  ];
}

function listener(spot: Spot): Sentence {
  const hostname = spot.text('hostname');
  const values = {
    name: name(spot.text('name') ?? ''),
    port: value(spot.scalar('port') ?? ''),
    protocol: name(spot.text('protocol') ?? ''),
    host: hostname === null ? say('kubernetesGateway.anyHost') : host(hostname),
  };
  const unread = unreadProtocols.has(spot.text('protocol') ?? '')
    ? [sentence('unread', spot.at('protocol'), say('kubernetesGateway.unread'))]
    : [];
  return sentence('listener', spot, say('kubernetesGateway.listener', values), {
    under: [...unread, ...tls(spot.at('tls')), ...allowed(spot.at('allowedRoutes'))],
  });
}

function tls(spot: Spot): Sentence[] {
  if (!spot.there) return [];
  const mode = spot.text('mode') ?? 'Terminate';
  const secrets = spot.items('certificateRefs').map((ref): Part => {
    ref.text('group');
    ref.text('kind');
    const namespace = ref.text('namespace');
    const called = ref.text('name') ?? '';
    return name(namespace === null ? called : `${namespace}/${called}`);
  });
  const phrase =
    mode === 'Passthrough'
      ? say('tls.server.PASSTHROUGH')
      : secrets.length === 0
        ? say('tls.server.SIMPLE')
        : say('tls.server.secret', { names: { show: 'list', joined: 'and', items: secrets } });
  return [sentence('tls', spot, phrase)];
}

function allowed(spot: Spot): Sentence[] {
  const namespaces = spot.at('namespaces');
  const from = namespaces.text('from');
  const labels = namespaces.at('selector').pairs('matchLabels');
  if (from === null) return [];
  const phrase =
    from === 'All'
      ? say('kubernetesGateway.routesAll')
      : from === 'Selector'
        ? say('kubernetesGateway.routesSelected', { labels: values(labels) })
        : say('kubernetesGateway.routesSame');
  return [sentence('routes', namespaces, phrase)];
}
