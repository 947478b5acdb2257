/** An EnvoyFilter in sentences: honest about what it is. Its patches are Envoy's own configuration, kept as written. */
import { type Part, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { selected, sentence, type Telling } from '../sentences/telling.ts';

const operations = ['MERGE', 'ADD', 'REMOVE', 'REPLACE'];
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
  const kind = spot.text('applyTo') ?? '';
  const called = spot.at('patch').at('value').text('name');
  const what = value(called === null ? kind : `${kind} ${called}`);
  const context = spot.at('match').text('context') ?? 'ANY';
  const operation = spot.at('patch').text('operation') ?? '';
  const where = contexts.includes(context) ? say(`envoyFilter.where.${context}`) : value(context);
  const place = placeOf(operation, neighbourOf(kind, spot.at('match')));
  const phrase =
    place !== null
      ? say('envoyFilter.patch.INSERT', { what, where, place })
      : operations.includes(operation)
        ? say(`envoyFilter.patch.${operation}`, { what, where })
        : say('envoyFilter.patch.other', { operation: value(operation), what, where });
  if (!alone) spot.tell();
  return sentence('patch', spot, phrase);
}

/** What a thing is inserted beside; null where the match names none. */
function neighbourOf(kind: string, match: Spot): string | null {
  const filter = match.at('listener').at('filterChain').at('filter');
  switch (kind) {
    case 'HTTP_FILTER':
      return filter.at('subFilter').text('name');
    case 'NETWORK_FILTER':
      return filter.text('name');
    case 'LISTENER_FILTER':
      return match.at('listener').text('listenerFilter');
    case 'HTTP_ROUTE':
      return match.at('routeConfiguration').at('vhost').at('route').text('name');
    default:
      return null;
  }
}

/** Without a neighbour it goes to that end of the list (istio pilot/pkg/networking/core/envoyfilter); null where nothing is inserted. */
function placeOf(operation: string, neighbour: string | null): Part | null {
  switch (operation) {
    case 'INSERT_FIRST':
      return say('envoyFilter.place.first');
    case 'INSERT_BEFORE':
      return neighbour === null
        ? say('envoyFilter.place.first')
        : say('envoyFilter.place.before', { other: value(neighbour) });
    case 'INSERT_AFTER':
      return neighbour === null
        ? say('envoyFilter.place.last')
        : say('envoyFilter.place.after', { other: value(neighbour) });
    default:
      return null;
  }
}
