/**
 * Where everything of a picture stands, as the graph page asks for it (components/kit/graph-canvas/layout/arrange.ts): cards as wide as their
 * names need at the zoom at which all is seen, so that a picture is laid out twice. CPU time; in the browser it is a worker's.
 */

import type { CanvasCard, CanvasModel } from '../components/kit/graph-canvas/canvas-model.ts';
import { fitZoom } from '../components/kit/graph-canvas/geometry/viewport.ts';
import { arrange } from '../components/kit/graph-canvas/layout/arrange.ts';
import { layoutGraph } from '../lib/graph/layout/layout.ts';
import type { LayoutResult } from '../lib/graph/layout/model.ts';
import { medianAndSlowest } from './cpu.ts';

export interface MeasuredLayout {
  services: number;
  namespaces: number;
  pictures: { name: string; cards: number; edges: number; zoom: number; layoutMs: [number, number] }[];
}

const rounds = 7;
/** The canvas of a window of 1440 × 900, with and without the side panel. */
const rooms = { least: { width: 848, height: 732 }, most: { width: 1208, height: 732 } };

/** As wide as letters of the page's font are on average. */
const measure = (text: string, { size }: { size: number }): number => text.length * size * 0.56;

const words = ['checkout', 'recommendation', 'pricing', 'inventory', 'mail', 'fulfilment', 'cart', 'ledger'];

function cardOf(id: string, box: string | null, title: string, folded: boolean): CanvasCard {
  return {
    id,
    box,
    region: null,
    icon: 'box',
    title,
    detail: 'v1 · 12/s',
    detailReserve: 'v1 · 88.8/s',
    state: 'ok',
    outside: false,
    badges: [],
    rows: [],
    summary: folded ? { lines: [], bar: [], line: 'ok', matches: '', unfold: '' } : null,
    label: title,
  };
}

/** Services that mostly call the next tier of their own namespace, and at times another namespace; long names among short ones. */
function meshOf(services: number, namespaces: number): { whole: CanvasModel; folded: CanvasModel } {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const each = Math.ceil(services / namespaces);
  const boxOf = (index: number): string => `team-${Math.floor(index / each)}`;
  const cards = Array.from({ length: services }, (_, index) =>
    cardOf(`s${index}`, boxOf(index), `${words[random(words.length)]}-${words[random(words.length)]}`, false),
  );
  const calls = new Map<string, [string, string]>();
  const bundles = new Map<string, [string, string]>();
  for (let from = 0; from < services; from++) {
    for (let count = 0; count < 3; count++) {
      const reach = random(10) < 8 ? each - (from % each) - 1 : services - from - 1;
      if (reach < 1) continue;
      const to = from + 1 + random(reach);
      calls.set(`${from} ${to}`, [`s${from}`, `s${to}`]);
      if (boxOf(from) !== boxOf(to)) bundles.set(`${boxOf(from)} ${boxOf(to)}`, [boxOf(from), boxOf(to)]);
    }
  }
  const edges = (pairs: ReadonlyMap<string, [string, string]>): CanvasModel['edges'] =>
    [...pairs].map(([id, [source, target]]) => ({
      id,
      source,
      target,
      line: 'request',
      state: 'ok',
      width: 1,
      above: '1/s',
      below: '',
      chip: null,
      label: id,
    }));
  const ids = [...new Set(cards.map(({ box }) => box ?? ''))];
  const boxes = ids.map((id) => ({ id, title: id, detail: '20 services · 38/s', fold: null, label: id }));
  return {
    whole: { regions: [], boxes, cards, edges: edges(calls) },
    folded: {
      regions: [],
      boxes: [],
      cards: ids.map((id) => cardOf(id, null, id, true)),
      edges: edges(bundles),
    },
  };
}

async function arranged(model: CanvasModel): Promise<{ result: LayoutResult; cpuMs: number }> {
  const began = process.cpuUsage();
  const result = await arrange(model, measure, rooms, async (input) => layoutGraph(input));
  const { user, system } = process.cpuUsage(began);
  return { result, cpuMs: (user + system) / 1000 };
}

export async function measureLayout([services, namespaces]: readonly [
  number,
  number,
]): Promise<MeasuredLayout> {
  const { whole, folded } = meshOf(services, namespaces);
  const pictures: MeasuredLayout['pictures'] = [];
  for (const [name, model] of [
    ['folded', folded],
    ['unfolded', whole],
  ] as const) {
    const { result } = await arranged(model);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push((await arranged(model)).cpuMs);
    pictures.push({
      name,
      cards: model.cards.length,
      edges: model.edges.length,
      zoom: fitZoom(result.bounds, rooms.most),
      layoutMs: medianAndSlowest(times),
    });
  }
  return { services, namespaces, pictures };
}

export function layoutReport(all: readonly MeasuredLayout[]): string {
  const rows = all.flatMap(({ services, namespaces, pictures }) =>
    pictures.map(
      ({ name, cards, edges, zoom, layoutMs: [median, slowest] }) =>
        `| ${services}/${namespaces} | ${name} | ${cards} | ${edges} | ${zoom.toFixed(2)} | ${median.toFixed(0)} ms | ${slowest.toFixed(0)} ms |`,
    ),
  );
  return `## Layout

Places and ways of a whole picture, with cards as wide as their names need (\`components/kit/graph-canvas/layout/arrange.ts\`), for a window of 1440 × 900. CPU time after a first round; in the browser it passes in a worker, so that no task of the page grows by it.

| services/namespaces | picture | cards | edges | seen at zoom | median | slowest of ${rounds} |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
