/** A prediction as two pictures, and as a table: callers, rules and ends, each once, in an order that both pictures share. */
import type { ShownLink, ShownNode } from '#components/kit/flow-ribbons/flow-ribbons.tsx';
import type { FlowTone } from '#components/kit/flow-ribbons/flow-tone.ts';
import { linkId } from '#components/kit/flow-ribbons/ribbon-layout.ts';
import type { PredictedEnd } from '#lib/api/configuration/prediction.ts';
import type { Flow } from './flows.ts';
import { byEnd, endOf, noise } from './prediction-sums.ts';

export interface Words {
  sourceName(source: Flow['source']): string;
  ruleName(rules: Flow['rules']): string;
  endName(end: PredictedEnd): string;
  undetermined: string;
  rateOf(rate: number): string;
  signed(change: number): string;
  /** Of a version, where the reader was told which is which; else the busiest is the stable one. */
  roleOf?: ((end: PredictedEnd) => FlowTone | null) | undefined;
}

export interface Side {
  nodes: ShownNode[];
  links: ShownLink[];
}

const unknownEnd = 'undetermined';

const errors = new Set(['not-found', 'unavailable', 'fault', 'closed', 'blocked']);

type Shown = { flow: Flow; ends: ReadonlyMap<string, number> };

function sideOf(flow: Flow, which: 'now' | 'after'): Shown {
  const ends = byEnd(flow[which]);
  if (which === 'after' && flow.undetermined > 0) ends.set(unknownEnd, flow.undetermined);
  return { flow, ends };
}

export function shapeOf(flows: readonly Flow[], words: Words): { now: Side; after: Side } {
  const total = flows.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const now = flows.map((flow) => sideOf(flow, 'now'));
  const after = flows.map((flow) => sideOf(flow, 'after'));
  const totals = (side: typeof now) => {
    const sums = new Map<string, number>();
    for (const { ends } of side) for (const [end, rate] of ends) sums.set(end, (sums.get(end) ?? 0) + rate);
    return sums;
  };
  const [before, then] = [totals(now), totals(after)];
  const order = [...new Set([...before.keys(), ...then.keys()])];
  const tones = tonesOf(order, before, words.roleOf);
  const picture = (
    side: typeof now,
    own: ReadonlyMap<string, number>,
    other: ReadonlyMap<string, number> | null,
  ): Side => {
    const sources = new Map<string, ShownNode>();
    const rules = new Map<string, ShownNode>();
    const links = new Map<string, ShownLink>();
    const sent = new Map<string, number>();
    for (const { flow } of side) sent.set(sourceId(flow), (sent.get(sourceId(flow)) ?? 0) + flow.perSecond);
    for (const { flow, ends } of side) {
      const [source, rule] = [sourceId(flow), ruleId(flow)];
      const quiet = { tone: 'plain', change: null } as const;
      sources.set(source, {
        id: source,
        column: 'source',
        name: words.sourceName(flow.source),
        detail: words.rateOf(sent.get(source) ?? 0),
        ...quiet,
      });
      rules.set(rule, { id: rule, column: 'rule', name: words.ruleName(flow.rules), detail: '', ...quiet });
      link(links, { from: source, to: rule, rate: flow.perSecond, tone: 'plain' });
      const was = byEnd(flow.now);
      for (const [end, amount] of ends) {
        const gained = other === null ? 0 : Math.max(0, amount - (was.get(end) ?? 0));
        const moving = gained > noise * flow.perSecond ? gained : 0;
        const shape = { from: rule, to: `end ${end}`, tone: tones.get(end) ?? 'plain' } as const;
        if (amount > moving) link(links, { ...shape, rate: amount - moving });
        if (moving > 0) link(links, { ...shape, rate: moving, part: 'moves' });
      }
    }
    const ends = order
      .filter((end) => own.has(end))
      .map((end): ShownNode => {
        const change = other === null ? 0 : (own.get(end) ?? 0) - (other.get(end) ?? 0);
        return {
          id: `end ${end}`,
          column: 'end',
          name: end === unknownEnd ? words.undetermined : words.endName(endOf(end)),
          tone: tones.get(end) ?? 'plain',
          detail: words.rateOf(own.get(end) ?? 0),
          change: Math.abs(change) > noise * total && end !== unknownEnd ? words.signed(change) : null,
        };
      });
    return {
      nodes: [...sources.values(), ...rules.values(), ...ends],
      links: [...links.values()],
    };
  };
  return {
    now: picture(now, before, null),
    after: picture(after, then, before),
  };
}

/** The same as a table. */
export function rowsOf(flows: readonly Flow[], words: Words): string[][] {
  return flows.flatMap((flow) => {
    const { ends } = sideOf(flow, 'now');
    const { ends: next } = sideOf(flow, 'after');
    return [...new Set([...ends.keys(), ...next.keys()])].map((end) => [
      words.sourceName(flow.source),
      words.ruleName(flow.rules),
      end === unknownEnd ? words.undetermined : words.endName(endOf(end)),
      words.rateOf(ends.get(end) ?? 0),
      words.rateOf(next.get(end) ?? 0),
    ]);
  });
}

function link(links: Map<string, ShownLink>, one: ShownLink): void {
  const id = linkId(one);
  links.set(id, { ...one, rate: one.rate + (links.get(id)?.rate ?? 0) });
}

const sourceId = ({ source }: Flow) => `source ${JSON.stringify(source)}`;
const ruleId = ({ rules }: Flow) => `rule ${JSON.stringify(rules)}`;

/** The end that has most now is the stable one; the next versions have colours of their own. */
function tonesOf(
  order: readonly string[],
  now: ReadonlyMap<string, number>,
  roleOf: Words['roleOf'],
): Map<string, FlowTone> {
  const ranked = order
    .filter((end) => end !== unknownEnd && endOf(end).kind === 'version')
    .sort((a, b) => (now.get(b) ?? 0) - (now.get(a) ?? 0));
  const colours: readonly FlowTone[] = ['stable', 'candidate', 'other'];
  return new Map(
    order.map((end): [string, FlowTone] => {
      if (end === unknownEnd) return [end, 'unknown'];
      if (errors.has(endOf(end).kind)) return [end, 'bad'];
      if (roleOf !== undefined && endOf(end).kind === 'version') return [end, roleOf(endOf(end)) ?? 'other'];
      return [end, colours[ranked.indexOf(end)] ?? 'plain'];
    }),
  );
}
