/** An EnvoyFilter in sentences: honest about what it is. Its patches are Envoy's own configuration, kept as written. */
import { type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { selected, sentence, type Telling } from '../sentences/telling.ts';

const operations = ['MERGE', 'ADD', 'REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE'];
const contexts = ['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'GATEWAY', 'WAYPOINT'];

export function tellEnvoyFilter(telling: Telling): Sentence[] {
  const { spec, alone } = telling;
  const priority = spec.number('priority');
  const who = selected(telling, 'workloadSelector', 'labels');
  return [
    sentence('selector', spec, say('envoyFilter.lead', { who })),
    ...(priority === null
      ? []
      : [
          sentence(
            'priority',
            spec.at('priority'),
            say('envoyFilter.priority', { priority: value(String(priority)) }),
          ),
        ]),
    ...spec.items('configPatches').map((spot) => patch(spot, alone)),
  ];
}

/** A difference tells the patch's own fields as they are written, a description only that they are there. */
function patch(spot: Spot, alone: boolean): Sentence {
  const what = value(spot.text('applyTo') ?? '');
  const context = spot.at('match').text('context') ?? 'ANY';
  const operation = spot.at('patch').text('operation') ?? '';
  const where = contexts.includes(context) ? say(`envoyFilter.where.${context}`) : value(context);
  const phrase = operations.includes(operation)
    ? say(`envoyFilter.patch.${operation}`, { what, where })
    : say('envoyFilter.patch.other', { operation: value(operation), what, where });
  if (!alone) spot.tell();
  return sentence('patch', spot, phrase);
}
