/** A prediction's flows as both measures have them: requests, or bytes of connections, per second. */
import type {
  PredictedEnd,
  PredictedRule,
  PredictionAnswer,
  PredictionConnection,
  PredictionFlow,
} from '#lib/api/configuration/prediction.ts';

export interface FlowRate {
  end: PredictedEnd;
  perSecond: number;
}

export interface Flow {
  source: PredictionFlow['source'];
  rules: readonly (PredictedRule | null)[];
  perSecond: number;
  now: readonly FlowRate[];
  after: readonly FlowRate[];
  undetermined: number;
  most: readonly FlowRate[];
  mirrors: { now: readonly FlowRate[]; after: readonly FlowRate[] };
}

export type Measure = 'requests' | 'bytes';

/** Of an answer once: a Sidecar of the root namespace moves thousands, and what shows them is drawn with every key. */
const made = new WeakMap<object, readonly Flow[]>();

/** The same list for the same answer. */
export function flowsOf(
  { flows, connections }: Pick<PredictionAnswer, 'flows' | 'connections'>,
  measure: Measure,
): readonly Flow[] {
  const told = measure === 'requests' ? flows : connections;
  const known = made.get(told);
  if (known !== undefined) return known;
  const all = measure === 'requests' ? flows.map(ofRequests) : connections.map(ofBytes);
  made.set(told, all);
  return all;
}

function ofRequests({ requestsPerSecond, ...flow }: PredictionFlow): Flow {
  return neutral(flow, requestsPerSecond, (rate: PredictionFlow['now'][number]) => rate.requestsPerSecond);
}

function ofBytes({ bytesPerSecond, ...flow }: PredictionConnection): Flow {
  return neutral(flow, bytesPerSecond, (rate: PredictionConnection['now'][number]) => rate.bytesPerSecond);
}

function neutral<Rate extends { end: PredictedEnd }>(
  flow: Pick<Flow, 'source' | 'rules' | 'undetermined'> & {
    now: Rate[];
    after: Rate[];
    most: Rate[];
    mirrors: { now: Rate[]; after: Rate[] };
  },
  perSecond: number,
  measureOf: (rate: Rate) => number,
): Flow {
  const rates = (list: readonly Rate[]): FlowRate[] =>
    list.map((rate) => ({ end: rate.end, perSecond: measureOf(rate) }));
  const { source, rules, undetermined, mirrors } = flow;
  return {
    source,
    rules,
    perSecond,
    undetermined,
    now: rates(flow.now),
    after: rates(flow.after),
    most: rates(flow.most),
    mirrors: { now: rates(mirrors.now), after: rates(mirrors.after) },
  };
}
