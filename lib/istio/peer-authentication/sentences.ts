/** A PeerAuthentication in sentences: whether connections to some pods must be under mutual TLS. */
import { type Part, type Phrase, type Sentence, say, value } from '../sentences/phrase.ts';
import { selected, sentence, type Telling } from '../sentences/telling.ts';

export function tellPeerAuthentication(telling: Telling): Sentence[] {
  const { spec } = telling;
  const who = selected(telling);
  const mtls = spec.at('mtls');
  return [
    sentence('mtls', mtls, modeOf(mtls.text('mode') ?? 'UNSET', who), {
      was: say('peerAuthentication.was', { mode: modeName(mtls.text('mode') ?? 'UNSET') }),
    }),
    ...spec.entries('portLevelMtls').map(([port, spot]) => {
      const mode = spot.text('mode') ?? 'UNSET';
      const there = say('peerAuthentication.port', { port: value(port) });
      return sentence('port', spot, modeOf(mode, there), {
        was: say('peerAuthentication.was', { mode: modeName(mode) }),
      });
    }),
  ];
}

const modes = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'];

function modeOf(mode: string, who: Part): Phrase {
  if (!modes.includes(mode)) return say('peerAuthentication.mode.other', { who, mode: value(mode) });
  return say(`peerAuthentication.mode.${mode}`, { who });
}

function modeName(mode: string): Part {
  return modes.includes(mode) ? say(`peerAuthentication.name.${mode}`) : value(mode);
}
