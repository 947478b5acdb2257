/**
 * Checking and writing changes among 1,000 VirtualServices, DestinationRules and Services, in the console's own code without a network:
 * CPU time of an answer, the longest that other requests waited for it, and the calls that one change costs.
 */

import type { Change } from '../lib/api/configuration/configuration.ts';
import type { JsonObject } from '../lib/document/json.ts';
import { objectText } from '../lib/document/object-text.ts';
import { defaultMeshConfig, type KubernetesObject, noObjects } from '../lib/istio/objects.ts';
import { type KindRights, kindKeys } from '../lib/server/access/kind-rights.ts';
import { systemClock } from '../lib/server/clock.ts';
import { checkDrafts } from '../lib/server/configuration/check.ts';
import { createCheckBook } from '../lib/server/configuration/check-book.ts';
import { readDrafts } from '../lib/server/configuration/draft.ts';
import { listConfiguration } from '../lib/server/configuration/list.ts';
import { refuseUnsound } from '../lib/server/configuration/refuse-drafts.ts';
import { applyDrafts } from '../lib/server/configuration/write.ts';
import { type ResourceId, resources } from '../lib/server/kubernetes/resources.ts';
import type { KubernetesClient } from '../lib/server/kubernetes/rest.ts';
import { inSlices } from '../lib/server/mesh/slices.ts';
import { serviceObjects } from './checks.ts';

export interface MeasuredConfiguration {
  objects: number;
  /** Median and slowest CPU time of the answer, and of the longest piece that nothing could come between. */
  rows: { what: string; cpuMs: [number, number]; heldMs: number; calls: number }[];
}

const rounds = 15;
const everything: KindRights = {
  lists: () => true,
  visible: () => true,
  allNamespaces: true,
  deployments: null,
  listsAll: () => true,
  unreadable: () => [],
  all: true,
  key: 'all',
};

function idOf({ apiVersion, kind }: KubernetesObject): ResourceId | undefined {
  return (Object.keys(resources) as ResourceId[]).find((id) => {
    const { group, version, kind: own } = resources[id];
    return own === kind && apiVersion === (group === '' ? version : `${group}/${version}`);
  });
}

export async function measureConfiguration(services: number): Promise<MeasuredConfiguration> {
  const objects = Array.from({ length: services }, (_, index) => serviceObjects(index))
    .flat()
    .map((object, index) => ({
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(index + 1), uid: `uid-${index}` },
    }));
  const byId = Map.groupBy(objects, idOf);
  let revision = 1;
  const snapshot = {
    list: (id: ResourceId) => byId.get(id) ?? [],
    kinds: () =>
      new Map(kindKeys.map((key) => [key, { state: 'ok' as const, sinceMs: 0, lastGoodMs: 0, garbage: 0 }])),
    revision: () => revision,
    objects: () => ({ ...noObjects, meshConfig: defaultMeshConfig }),
    warnings: () => [],
    served: (id: ResourceId) => resources[id].version,
  };
  let calls = 0;
  const found = new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
  const client: Pick<KubernetesClient, 'call' | 'write'> = {
    call: async ({ path }) => {
      calls += 1;
      const [, plural, name] = /\/(\w+)\/([^/]+)$/.exec(path.text) ?? [];
      return found.get(`${plural === 'virtualservices' ? 'VirtualService' : 'DestinationRule'} ${name}`);
    },
    write: async ({ body }) => {
      calls += 1;
      return { status: 200, body: { ...body }, warnings: [] };
    },
  };
  const changeOf = (kind: 'VirtualService' | 'DestinationRule', index: number): Change => {
    const object = found.get(`${kind} service-${index}`) as KubernetesObject & JsonObject;
    return {
      op: 'update',
      kind: `${kind.toLowerCase()}s.networking.istio.io`,
      namespace: 'shop',
      name: `service-${index}`,
      resourceVersion: object.metadata.resourceVersion ?? '',
      text: objectText(object).replaceAll('v2', 'v9'),
    };
  };
  const ten = [0, 1, 2, 3, 4].flatMap((index) => [
    changeOf('VirtualService', index),
    changeOf('DestinationRule', index),
  ]);
  const book = createCheckBook(snapshot, systemClock);
  const check = async (changes: readonly Change[]) =>
    checkDrafts(await readDrafts(changes), { book, snapshot, rights: everything });
  const apply = async (changes: readonly Change[]) => {
    const drafts = await readDrafts(changes);
    await refuseUnsound(drafts, { versions: true });
    return applyDrafts(
      { client, credential: { kind: 'anonymous' }, domain: 'cluster.local', onWritten: () => undefined },
      drafts,
    );
  };
  const scope = { visible: null, requested: null, warnings: [], rightsKey: 'all', key: 'all' };

  async function row(what: string, work: (round: number) => Promise<unknown>, times = rounds) {
    const cpu: number[] = [];
    let heldMs = 0;
    let counted = 0;
    for (let round = 0; round < times; round += 1) {
      const before = calls;
      const held = watchLoop();
      const began = process.cpuUsage();
      await work(round);
      const { user, system } = process.cpuUsage(began);
      cpu.push((user + system) / 1000);
      heldMs = Math.max(heldMs, held());
      counted = calls - before;
    }
    const inOrder = cpu.toSorted((a, b) => a - b);
    const cpuMs: [number, number] = [inOrder[inOrder.length >> 1] ?? 0, inOrder.at(-1) ?? 0];
    return { what, cpuMs, heldMs, calls: counted };
  }

  return {
    objects: objects.length,
    rows: [
      await row('first question of a set of rights', () => check([changeOf('VirtualService', 1)]), 1),
      await row('check of one draft', (round) => check([changeOf('VirtualService', round)])),
      await row('check of ten drafts', () => check(ten)),
      await row('check after a change in the cluster', (round) => {
        const all = byId.get('virtualServices') ?? [];
        const old = all[round];
        if (old) all[round] = { ...old, metadata: { ...old.metadata, resourceVersion: `x${round}` } };
        revision += 1;
        return check([changeOf('DestinationRule', round)]);
      }),
      await row('the list', () =>
        book.use(everything, async (set) =>
          JSON.stringify(await inSlices(listConfiguration(snapshot, set, scope, everything))),
        ),
      ),
      await row('apply of one change', (round) => apply([changeOf('VirtualService', round)])),
      await row('apply of ten changes', () => apply(ten)),
    ],
  };
}

/** The longest piece of work that nothing could come between, in CPU time: what else the machine does is left out. */
function watchLoop(): () => number {
  let worst = 0;
  let last = process.cpuUsage();
  let open = true;
  const since = () => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    return (user + system) / 1000;
  };
  const beat = () => {
    worst = Math.max(worst, since());
    if (open) setImmediate(beat);
  };
  setImmediate(beat);
  return () => {
    open = false;
    return Math.max(worst, since());
  };
}

export function configurationReport(measured: readonly MeasuredConfiguration[]): string {
  const rows = measured.flatMap(({ objects, rows: of }) =>
    of.map(
      ({ what, cpuMs, heldMs, calls }) =>
        `| ${objects} | ${what} | ${cpuMs.map((ms) => ms.toFixed(1)).join(' / ')} ms | ${heldMs.toFixed(0)} ms | ${calls} |`,
    ),
  );
  return `## Changes of configuration

1,000 services stand for 1,000 VirtualServices, DestinationRules and Services and 2,000 pods. Bars: checks 300 ms for the whole set and 20 ms after one change, nobody else waits over 50 ms; one change costs a read, a trial and a write.

| objects | what | CPU time, median / slowest | longest piece | calls of Kubernetes |
|---|---|---|---|---|
${rows.join('\n')}
`;
}
