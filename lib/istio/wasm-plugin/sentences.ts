/** A WasmPlugin in sentences: which module runs in which proxies, when, and what happens when it fails. */
import { type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { oneOf, selected, sentence, type Telling } from '../sentences/telling.ts';

const phases = ['AUTHN', 'AUTHZ', 'STATS'];
const strategies = ['FAIL_CLOSE', 'FAIL_OPEN', 'FAIL_RELOAD'];

export function tellWasmPlugin(telling: Telling): Sentence[] {
  const { spec } = telling;
  const url = value(spec.text('url') ?? '');
  const phase = spec.text('phase') ?? '';
  const strategy = spec.text('failStrategy') ?? 'FAIL_CLOSE';
  const place = spec.at('failStrategy');
  const priority = spec.number('priority');
  return [
    sentence('url', spec.at('url'), say('wasmPlugin.lead', { who: selected(telling), url })),
    ...(phases.includes(phase)
      ? [sentence('phase', spec.at('phase'), say(`wasmPlugin.phase.${phase}`))]
      : []),
    ...(priority === null
      ? []
      : [
          sentence(
            'priority',
            spec.at('priority'),
            say('wasmPlugin.priority', { priority: value(String(priority)) }),
          ),
        ]),
    ...(strategies.includes(strategy)
      ? [sentence('failStrategy', place, say(`wasmPlugin.fail.${strategy}`))]
      : []),
    ...spec.items('match').map(traffic),
  ];
}

function traffic(spot: Spot): Sentence {
  const mode = spot.text('mode') ?? 'UNDEFINED';
  const ports = spot.items('ports').flatMap((port) => port.scalar('number') ?? []);
  const side = say(`wasmPlugin.side.${['CLIENT', 'SERVER'].includes(mode) ? mode : 'BOTH'}`);
  return sentence(
    'traffic',
    spot,
    ports.length === 0
      ? say('wasmPlugin.traffic', { side })
      : say('wasmPlugin.trafficPorts', { side, ports: oneOf(ports) }),
  );
}
