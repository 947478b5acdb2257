/** An object as large as they come (500 routes, 256 KiB of annotations): what is written is what was there, byte for byte outside of the edit. */
import { beforeEach, expect, test } from 'vitest';
import { applyAnswerSchema, type ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import type { Change } from '#lib/document/change.ts';
import { editDocument } from '#lib/document/edit/edit.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { configurationWorld, ratings, update, virtualServices } from '../../testing/configuration-world.ts';

const world = configurationWorld();
const mostAnnotationBytes = 256 * 1024;

/** Values that a reader of YAML may spoil: words, numbers, dates, several lines, letters of other alphabets. */
const awkward = [
  'yes',
  '0777',
  '1e3',
  '2024-01-02',
  '12:30:00',
  'a: b # c',
  ' x ',
  'two\nlines\n',
  'né 数',
  '',
  '~',
  '"',
];

function large() {
  const annotations: Record<string, string> = Object.fromEntries(
    awkward.map((value, at) => [`example.com/odd-${at}`, value]),
  );
  const bytes = () =>
    Object.entries(annotations).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  for (let at = 0; at < 63; at += 1) annotations[`example.com/note-${at}`] = 'x'.repeat(4000);
  annotations['example.com/rest'] = 'y'.repeat(mostAnnotationBytes - bytes() - 'example.com/rest'.length);
  expect(bytes()).toBe(mostAnnotationBytes);
  const spec = {
    hosts: ['ratings'],
    http: Array.from({ length: 500 }, (_, at) => ({
      name: `route-${at}`,
      match: [{ uri: { prefix: `/api/v${at}/` }, headers: { 'x-user': { exact: awkward[at % 5] } } }],
      timeout: `${1 + (at % 9)}s`,
      route: [{ destination: { host: 'reviews', subset: `v${at % 3}` }, weight: 100 }],
    })),
  };
  const object = ratings(spec);
  return { ...object, metadata: { ...object.metadata, annotations } };
}

const live = JSON.stringify(large());

beforeEach(() => {
  const all = world.harness.kubernetes.objects.get('networking.istio.io/virtualservices') ?? [];
  const others = all.filter(({ metadata }) => metadata.name !== 'ratings');
  world.harness.kubernetes.objects.set('networking.istio.io/virtualservices', [...others, JSON.parse(live)]);
});

async function opened(): Promise<ConfigurationObject> {
  const query = new URLSearchParams({ kind: virtualServices, namespace: 'bookinfo', name: 'ratings' });
  const reply = await world.get(`config/object?${query}`, 'editor');
  expect(reply.status).toBe(200);
  return reply.json() as ConfigurationObject;
}

/** What went out for this text, trial and write. */
async function written(text: string): Promise<string[]> {
  const { reply, bodies } = await world.received(() =>
    world.post('apply', { changes: [update('', { text })], reason: '' }),
  );
  expect(applyAnswerSchema.parse(reply.json()).done).toBe(true);
  return bodies;
}

test('REL-43 typed into its text', async () => {
  const { text } = await opened();
  const before = 'prefix: /api/v250/';
  expect(text.split(before)).toHaveLength(2);
  const wished = live.replace('"/api/v250/"', '"/api/v250/beta"');
  expect(await written(text.replace(before, `${before}beta`))).toEqual([wished, wished]);
});

test('a comment that is written beside nothing changes nothing', async () => {
  const { text } = await opened();
  expect(await written(text.replace('spec:\n', 'spec: # of team a\n'))).toEqual([live, live]);
});

const at = (...path: (string | number)[]) => ['spec', 'http', ...path];

test.each<[string, Change, (object: ReturnType<typeof large>) => void]>([
  [
    'a field that is there',
    { op: 'set', path: at(499, 'timeout'), value: '9s' },
    ({ spec }) => Object.assign((spec as { http: object[] }).http[499] ?? {}, { timeout: '9s' }),
  ],
  [
    'a field that goes',
    { op: 'remove', path: at(0, 'timeout') },
    ({ spec }) => Reflect.deleteProperty((spec as { http: object[] }).http[0] ?? {}, 'timeout'),
  ],
  [
    'a route that is moved',
    { op: 'move', path: at(), from: 499, to: 0 },
    ({ spec }) => {
      const { http } = spec as { http: object[] };
      http.unshift(...http.splice(499, 1));
    },
  ],
])('edited in its form: %s', async (_, change, act) => {
  const { text } = await opened();
  const edited = editDocument(parseDocument(text), change);
  if (!edited.ok) throw new Error(edited.error.code);
  const { document } = edited.value;
  // Of the text, only the line of the edit.
  const [old, fresh] = [text, document.text].map((one) => one.split('\n').sort());
  expect(Math.abs((old?.length ?? 0) - (fresh?.length ?? 0))).toBeLessThan(2);
  const known = new Set(old);
  expect(fresh?.filter((line) => !known.has(line)).length).toBeLessThan(2);
  const wished = JSON.parse(live);
  act(wished);
  const body = JSON.stringify(wished);
  expect(await written(document.text)).toEqual([body, body]);
});
