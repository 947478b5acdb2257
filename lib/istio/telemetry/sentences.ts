/** A Telemetry in sentences: what is traced, counted and logged of which pods' traffic, and who gets it. */
import { and, name, nothing, type Part, percent, type Sentence, say, value } from '../sentences/phrase.ts';
import type { Spot } from '../sentences/spot.ts';
import { selected, sentence, type Telling } from '../sentences/telling.ts';

export function tellTelemetry(telling: Telling): Sentence[] {
  const { spec } = telling;
  return [
    sentence('selector', spec.at('selector'), say('telemetry.lead', { who: selected(telling) })),
    ...spec.items('tracing').flatMap(tracing),
    ...spec.items('metrics').flatMap(metrics),
    ...spec.items('accessLogging').flatMap(logging),
  ];
}

function tracing(spot: Spot): Sentence[] {
  const side = sideOf(spot);
  const to = providers(spot);
  const share = spot.number('randomSamplingPercentage');
  const off = spot.flag('disableSpanReporting');
  return [
    ...(off === null
      ? []
      : [
          sentence(
            'spans',
            spot.at('disableSpanReporting'),
            say(off ? 'telemetry.noSpans' : 'telemetry.spans', { side, to }),
          ),
        ]),
    ...(share === null
      ? []
      : [
          sentence(
            'sampling',
            spot.at('randomSamplingPercentage'),
            say('telemetry.sampled', { side, share: percent(share), to }),
          ),
        ]),
    ...(off === null && share === null
      ? [sentence('tracing', spot, say('telemetry.traced', { side, to }))]
      : []),
    ...spot.entries('customTags').map(([tag, at]) => customTag(tag, at)),
  ];
}

function customTag(tag: string, spot: Spot): Sentence {
  const literal = spot.at('literal').text('value');
  const header = spot.at('header').text('name');
  const variable = spot.at('environment').text('name');
  const from =
    literal !== null
      ? value(literal)
      : header !== null
        ? say('subject.header', { name: value(header) })
        : say('telemetry.variable', { name: value(variable ?? '') });
  const other = spot.at('header').text('defaultValue') ?? spot.at('environment').text('defaultValue');
  return sentence(
    'tag',
    spot,
    other === null
      ? say('telemetry.tag', { tag: value(tag), from })
      : say('telemetry.tagElse', { tag: value(tag), from, other: value(other) }),
  );
}

function metrics(spot: Spot): Sentence[] {
  const to = providers(spot);
  const overrides = spot.items('overrides').flatMap((override) => metricOverride(override, to));
  return overrides.length > 0 ? overrides : [sentence('metrics', spot, say('telemetry.metrics', { to }))];
}

function metricOverride(spot: Spot, to: Part): Sentence[] {
  const match = spot.at('match');
  const metric = match.text('metric') ?? match.text('customMetric') ?? 'ALL_METRICS';
  const side = sideOf(spot);
  const which = metric === 'ALL_METRICS' ? say('telemetry.allMetrics') : value(metric);
  const off = spot.flag('disabled');
  return [
    ...(off === null
      ? []
      : [
          sentence(
            'metric',
            spot,
            say(off ? 'telemetry.metricOff' : 'telemetry.metricOn', { which, side, to }),
          ),
        ]),
    ...spot.entries('tagOverrides').map(([tag, at]) => {
      const text = at.text('value');
      const gone = at.text('operation') === 'REMOVE';
      return sentence(
        'tag',
        at,
        gone || text === null
          ? say('telemetry.tagGone', { tag: value(tag), which, side, to })
          : say('telemetry.tagSet', { tag: value(tag), which, side, to, value: value(text) }),
      );
    }),
  ];
}

function logging(spot: Spot): Sentence[] {
  const side = sideOf(spot);
  const to = providers(spot);
  const off = spot.flag('disabled') === true;
  const filter = spot.at('filter').text('expression');
  const parts = {
    side,
    to,
    filter: filter === null ? nothing : say('telemetry.filter', { expression: value(filter) }),
  };
  return [sentence('logging', spot, say(off ? 'telemetry.notLogged' : 'telemetry.logged', parts))];
}

function providers(spot: Spot): Part {
  const names = spot.items('providers').flatMap((one) => one.text('name') ?? []);
  return names.length === 0 ? say('telemetry.defaultProvider') : and(names.map(name));
}

function sideOf(spot: Spot): Part {
  const mode = spot.at('match').text('mode') ?? 'CLIENT_AND_SERVER';
  return say(`telemetry.side.${['CLIENT', 'SERVER'].includes(mode) ? mode : 'BOTH'}`);
}
