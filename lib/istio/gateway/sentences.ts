/** A Gateway in sentences: which proxies take which hosts on which ports, and where TLS ends. */
import { name, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { hosts, sentence, type Telling, values } from '../sentences/telling.ts';

const modes = ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'];

export function tellGateway({ spec }: Telling): Sentence[] {
  const labels = spec.pairs('selector');
  const lead = labels.length === 0 ? say('gateway.leadAll') : say('gateway.lead', { labels: values(labels) });
  return [sentence('selector', spec.at('selector'), lead), ...spec.items('servers').map(server)];
}

function server(spot: Spot): Sentence {
  const port = spot.at('port');
  const number = value(port.scalar('number') ?? '');
  const protocol = name(port.text('protocol') ?? '');
  port.text('name');
  spot.text('name');
  const bind = spot.text('bind');
  const shown = { port: number, protocol, hosts: hosts(spot.texts('hosts')) };
  const phrase =
    bind === null ? say('gateway.server', shown) : say('gateway.serverAt', { ...shown, bind: value(bind) });
  return sentence('server', spot, phrase, { under: serverTls(spot.at('tls')) });
}

/** TLS of a server, of a Gateway or of a Sidecar's own listener. */
export function serverTls(spot: Spot): Sentence[] {
  if (!spot.there) return [];
  const redirect = spot.flag('httpsRedirect');
  const mode = spot.text('mode');
  const secrets = [spot.text('credentialName'), ...spot.texts('credentialNames')].filter(
    (one) => one !== null,
  );
  const least = spot.text('minProtocolVersion');
  const most = spot.text('maxProtocolVersion');
  const names = spot.texts('subjectAltNames');
  const file = spot.text('serverCertificate');
  const told = (about: string, key: string, phrase: ReturnType<typeof say>) =>
    sentence(about, spot.at(key), phrase);
  return [
    ...(redirect === true ? [told('redirect', 'httpsRedirect', say('tls.server.redirect'))] : []),
    ...(mode === null
      ? []
      : [
          told(
            'tls',
            'mode',
            modes.includes(mode) ? say(`tls.server.${mode}`) : say('tls.server.other', { mode: value(mode) }),
          ),
        ]),
    ...(secrets.length === 0
      ? []
      : [told('secret', 'credentialName', say('tls.server.secret', { names: values(secrets) }))]),
    ...(file === null
      ? []
      : [told('file', 'serverCertificate', say('tls.server.file', { path: value(file) }))]),
    ...(least === null
      ? []
      : [told('min', 'minProtocolVersion', say('tls.server.min', { version: version(least) }))]),
    ...(most === null
      ? []
      : [told('max', 'maxProtocolVersion', say('tls.server.max', { version: version(most) }))]),
    ...(names.length === 0
      ? []
      : [told('sans', 'subjectAltNames', say('tls.server.sans', { names: values(names) }))]),
  ];
}

/** TLSV1_2 as people say it; others as they are. */
function version(text: string) {
  const match = /^TLSV1_([0-3])$/.exec(text);
  return value(match === null ? text : `TLS 1.${match[1]}`);
}
