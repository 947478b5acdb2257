/** The pure core of editing: one VirtualService with 500 routes and 256 KiB of annotations read, edited at a keystroke, compared and merged. */

import { hunks, linesOf } from '#lib/document/diff/line-diff.ts';
import { mergeValues } from '#lib/document/diff/merge.ts';
import { diffValues } from '#lib/document/diff/value-diff.ts';
import { editDocument } from '#lib/document/edit/edit.ts';
import { byName } from '#lib/document/match-items.ts';
import { parseStream, type YamlDocument } from '#lib/document/stream.ts';
import { judge } from '#lib/istio/checks/objects/soundness.ts';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { ms, percentile } from './figures.ts';

const rounds = 40;
const warmUp = 10;

/** 64 annotations of 4 KiB, 500 routes with two destinations each. */
function bigDocument(): string {
  const annotations = Array.from(
    { length: 64 },
    (_, at) => `    example.com/note-${at}: "${'x'.repeat(4096)}"\n`,
  );
  const routes = Array.from(
    { length: 500 },
    (_, at) => `  - name: route-${at} # of team ${at % 7}
    match:
    - uri:
        prefix: /api/v${at}
      headers:
        x-user:
          exact: "user-${at}"
    route:
    - destination:
        host: reviews.default.svc.cluster.local
        subset: v1
      weight: 90
    - destination:
        host: reviews.default.svc.cluster.local
        subset: v2
      weight: 10
    timeout: 3s
`,
  );
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: big
  annotations:
${annotations.join('')}spec:
  hosts:
  - reviews
  http:
${routes.join('')}`;
}

/** As long as a text of a mebibyte takes. */
function huge(hosts: readonly string[], prefixes: readonly string[]): KubernetesObject {
  const route = [{ destination: { host: 'reviews' } }];
  const http = prefixes.map((prefix) => ({ match: [{ uri: { prefix } }], route }));
  const spec = { hosts, http: [...http, { route }] };
  const metadata = { name: 'huge', namespace: 'shop' };
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec } as KubernetesObject;
}

const numbered = (count: number, name: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => name(at));
const manyHosts = huge(
  numbered(30_000, (at) => `host-${at}.example.com`),
  [],
);
const manyPrefixes = huge(
  ['a.example.com'],
  numbered(5000, (at) => `/api/v${at}/`),
);

interface Timed {
  what: string;
  times: number[];
  /** Of the processor, which other programs on the machine do not change much. */
  cpuTimes: number[];
}

/** Lines of a table in Markdown. */
export function measureDocuments(): string[] {
  const text = bigDocument();
  const document = only(text);
  const path = ['spec', 'http', 250, 'route', 1, 'weight'];
  const field = editDocument(document, { op: 'set', path, value: 11 });
  const moved = editDocument(document, { op: 'move', path: ['spec', 'http'], from: 499, to: 0 });
  if (!field.ok || !moved.ok) throw new Error('the document takes these edits');
  const after = field.value.document;
  const other = moved.value.document;
  let typed = text;
  const timed = [
    measure('read', () => parseStream(text)),
    // A character more in the text each time: nothing that is kept from before fits.
    measure('one keystroke in the text: read again', () => {
      typed = typed.replace('x-user', 'x-user-');
      return parseStream(typed);
    }),
    measure('one keystroke in a form: edited, read again, compared with what was wished', () => {
      return editDocument(document, { op: 'set', path, value: 12 });
    }),
    measure('a route moved from the end to the start', () => {
      return editDocument(document, { op: 'move', path: ['spec', 'http'], from: 499, to: 0 });
    }),
    measure('differences by path', () => diffValues(document.value, after.value, byName)),
    measure('differences by line', () => hunks(linesOf(text), linesOf(other.text))),
    measure('three-way merge', () => mergeValues(document.value, after.value, other.value, byName)),
    measure('another, of 30,000 hosts: judged as schema and webhook judge it', () => judge(manyHosts)),
    measure('another, of 5,000 rules, each with a prefix: judged', () => judge(manyPrefixes)),
  ];
  return [
    `| a VirtualService of ${Math.round(text.length / 1024)} KiB, ${linesOf(text).length} lines | median | p95 | processor, median | bar |`,
    '| --- | --- | --- | --- | --- |',
    ...timed.map(({ what, times, cpuTimes }) => {
      const figures = [percentile(times, 0.5), percentile(times, 0.95), percentile(cpuTimes, 0.5)];
      return `| ${what} | ${figures.map(ms).join(' | ')} | 50 ms |`;
    }),
  ];
}

function only(text: string): YamlDocument {
  const [document] = parseStream(text).documents;
  if (document === undefined || document.problem !== null) throw new Error('the document is readable');
  return document;
}

function measure(what: string, run: () => unknown): Timed {
  const times: number[] = [];
  const cpuTimes: number[] = [];
  for (let round = 0; round < rounds + warmUp; round += 1) {
    const from = performance.now();
    const cpuFrom = process.threadCpuUsage();
    run();
    const cpu = process.threadCpuUsage(cpuFrom);
    if (round < warmUp) continue;
    times.push(performance.now() - from);
    cpuTimes.push((cpu.user + cpu.system) / 1000);
  }
  return { what, times, cpuTimes };
}
