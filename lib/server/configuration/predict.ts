/** Predicted traffic for one caller: by the rules that they may read, of flows whose one end at least they see; the rest has no name. */
import type { PredictedEnd, PredictionAnswer } from '#lib/api/configuration/prediction.ts';
import { parseServiceHost } from '#lib/graph/build/cluster-index.ts';
import { type PredictedFlow, predictSteps, type Rate } from '#lib/graph/prediction/predict.ts';
import { steeringKinds } from '#lib/graph/prediction/touched-traffic.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { mapInSteps, type Steps } from '#lib/steps.ts';
import type { KindRights } from '../access/kind-rights.ts';
import { createLru } from '../lru.ts';
import type { Reading } from '../mesh/reading.ts';
import { inSlices } from '../mesh/slices.ts';
import type { Draft } from './draft.ts';
import { visibleObjects } from './visible-objects.ts';
import { isReadable, withDrafts } from './with-drafts.ts';

export interface Asked {
  drafts: readonly Draft[];
  windowSeconds: number;
}

export interface Judging {
  snapshot: ClusterObjects;
  reading: Reading;
  rights: KindRights;
  /** What somebody else is to write besides the drafts. */
  afterwards?: (after: ClusterObjects) => ClusterObjects;
}

/** A draft may move all that is measured: others are answered meanwhile. */
export function predictDrafts(asked: Asked, judging: Judging): Promise<PredictionAnswer> {
  return inSlices(predictionSteps(asked, judging));
}

export function* predictionSteps(
  { drafts, windowSeconds }: Asked,
  { snapshot, reading, rights, afterwards = (after) => after }: Judging,
): Steps<PredictionAnswer> {
  const now = visibleObjects(snapshot, rights);
  const after = afterwards(withDrafts(now, drafts));
  const steering = new Set<string>(steeringKinds);
  const records = visibleRecords(reading.telemetry.records, rights);
  const predicted = yield* predictSteps(records, { now, after });
  const namespaces = new Map(
    records.map(({ destination: { host, serviceNamespace } }) => [host.toLowerCase(), serviceNamespace]),
  );
  const isHidden = (host: string): boolean => {
    const { domain } = now.meshConfig;
    const namespace = parseServiceHost(host, domain)?.namespace ?? namespaces.get(host);
    return host !== '' && namespace !== undefined && !rights.visible(namespace);
  };
  function* shown(flows: readonly PredictedFlow[]): Steps<Shown[]> {
    const hidden = yield* mapInSteps(flows, (flow) => hide(flow, isHidden, rights.visible));
    const all = merged(hidden);
    yield;
    return all;
  }
  const indexesOf = (is: (draft: Draft) => boolean) =>
    drafts.flatMap((draft, index) => (is(draft) ? [index] : []));
  return {
    windowSeconds,
    metricsAt: reading.metricsAt,
    flows: yield* mapInSteps(yield* shown(predicted.requests), (flow) => told(flow, 'requestsPerSecond')),
    connections: yield* mapInSteps(yield* shown(predicted.connections), (flow) =>
      told(flow, 'bytesPerSecond'),
    ),
    unread: indexesOf((draft) => !isReadable(draft)),
    steersNothing: indexesOf(({ target }) => !steering.has(target.key)),
    hiddenNamespaces: !rights.allNamespaces,
    warnings: [...reading.warnings],
  };
}

type Records = Reading['telemetry']['records'];

const kept = createLru<{ of: Records; visible: Records }>(16);

/** The same list for the same reading and rights: what explains it is found once (lib/graph/prediction/predict.ts). */
function visibleRecords(all: Records, rights: KindRights): Records {
  if (rights.allNamespaces) return all;
  const known = kept.get(rights.key);
  if (known?.of === all) return known.visible;
  const visible = all.filter(
    ({ source, destination }) =>
      rights.visible(source.namespace) || rights.visible(destination.serviceNamespace),
  );
  kept.set(rights.key, { of: all, visible });
  return visible;
}

interface ShownRate {
  end: PredictedEnd;
  perSecond: number;
}

/** As the caller may see it. */
interface Shown extends Omit<PredictedFlow, 'source' | 'now' | 'after' | 'most' | 'mirrors'> {
  source: PredictedFlow['source'] | null;
  now: ShownRate[];
  after: ShownRate[];
  most: ShownRate[];
  mirrors: { now: ShownRate[]; after: ShownRate[] };
}

/** With the unit in the names, as the contract has it. */
function told<Unit extends string>({ perSecond, rules, mirrors, ...flow }: Shown, unit: Unit) {
  const named = <Rest extends object>(rest: Rest, value: number) =>
    ({ ...rest, [unit]: value }) as Rest & Record<Unit, number>;
  const rates = (list: readonly ShownRate[]) => list.map(({ end, perSecond: rate }) => named({ end }, rate));
  return named(
    {
      ...flow,
      rules: [...rules],
      now: rates(flow.now),
      after: rates(flow.after),
      // It is what is certain: not said twice of thousands of flows.
      most: flow.undetermined > 0 ? rates(flow.most) : [],
      mirrors: { now: rates(mirrors.now), after: rates(mirrors.after) },
    },
    perSecond,
  );
}

function hide(
  { source, rules, mirrors, ...flow }: PredictedFlow,
  isHidden: (host: string) => boolean,
  isVisible: (namespace: string) => boolean,
): Shown {
  const cut = (rates: readonly Rate[]) =>
    summed(
      rates.map((rate): ShownRate => {
        if (!isHidden(rate.end.host)) return rate;
        return { ...rate, end: { kind: 'restricted', host: '', version: null, subset: null } };
      }),
    );
  // A caller that telemetry does not know has no namespace, and is nobody's secret.
  const known = source.namespace === '' || isVisible(source.namespace);
  return {
    ...flow,
    source: known ? source : null,
    rules: [...rules],
    now: cut(flow.now),
    after: cut(flow.after),
    most: cut(flow.most),
    mirrors: { now: cut(mirrors.now), after: cut(mirrors.after) },
  };
}

/** How many hidden callers there are is not told. */
function merged(flows: readonly Shown[]): Shown[] {
  const alike = Map.groupBy(flows, ({ source, rules }) =>
    source === null ? JSON.stringify(rules) : JSON.stringify([source, rules]),
  );
  return [...alike.values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined || list.length === 1) return list;
    return {
      ...first,
      perSecond: list.reduce((sum, flow) => sum + flow.perSecond, 0),
      undetermined: list.reduce((sum, flow) => sum + flow.undetermined, 0),
      now: summed(list.flatMap((flow) => flow.now)),
      after: summed(list.flatMap((flow) => flow.after)),
      most: summed(list.flatMap((flow) => flow.most)),
      mirrors: {
        now: summed(list.flatMap((flow) => flow.mirrors.now)),
        after: summed(list.flatMap((flow) => flow.mirrors.after)),
      },
    };
  });
}

function summed(rates: readonly ShownRate[]): ShownRate[] {
  return [...Map.groupBy(rates, ({ end }) => JSON.stringify(end)).values()].flatMap((list) => {
    const [first] = list;
    if (first === undefined) return [];
    return { end: first.end, perSecond: list.reduce((sum, one) => sum + one.perSecond, 0) };
  });
}
