import { expect, test } from 'vitest';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import { parseDocument } from '#lib/document/stream.ts';
import {
  type Expectation,
  expectationsAnnotation,
  readExpectations,
} from '#lib/istio/expectations/expectation.ts';
import { type ExpectationChange, expectationDraft } from './expectation-draft.ts';

const object = { kind: 'virtualservices.networking.istio.io', namespace: 'shop', name: 'web' };
const plain = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: web # ours
  namespace: shop
spec:
  hosts: [web]
`;
const one: Expectation = {
  name: 'a',
  from: 'shop/x',
  protocol: 'http',
  host: 'web',
  port: 80,
  expect: { outcome: 'not-found' },
};
const put = (expectation: Expectation, replaces: string | null = null): ExpectationChange => ({
  op: 'put',
  expectation,
  replaces,
});
const make = (text: string, change: ExpectationChange, before: Draft | null = null) =>
  expectationDraft(object, { text, resourceVersion: '7' }, before, change, 1);

function textAfter(text: string, ...changes: ExpectationChange[]): string {
  return changes.reduce((now, change) => {
    const draft = make(now, change);
    if (!draft.ok) throw new Error(draft.error);
    return draft.value.text;
  }, text);
}

function saved(text: string): string[] {
  const { value } = parseDocument(text);
  const { metadata } = value as { metadata: { annotations?: Record<string, string> } };
  const read = readExpectations(metadata.annotations);
  if (!read.ok) throw new Error(read.error.why);
  return read.value.map(({ name, path = '' }) => name + path);
}

test('the first is added without touching another line', () => {
  const text = textAfter(plain, put(one));
  expect(saved(text)).toEqual(['a']);
  for (const line of plain.split('\n')) expect(text).toContain(line);
});

test('others stay in their order, one is replaced in its place and may get another name', () => {
  const text = textAfter(plain, put(one), put({ ...one, name: 'b' }), put({ ...one, name: 'c' }));
  expect(saved(text)).toEqual(['a', 'b', 'c']);
  expect(saved(textAfter(text, put({ ...one, name: 'B', path: '/x' }, 'b')))).toEqual(['a', 'B/x', 'c']);
  expect(saved(textAfter(text, { op: 'remove', name: 'b' }))).toEqual(['a', 'c']);
});

test('with the last one the annotation goes, and the object is as it was', () => {
  const text = textAfter(plain, put(one));
  expect(textAfter(text, { op: 'remove', name: 'a' })).toBe(plain);
  const owned = plain.replace('  namespace: shop\n', '  namespace: shop\n  annotations:\n    team: web\n');
  expect(textAfter(textAfter(owned, put(one)), { op: 'remove', name: 'a' })).toBe(owned);
});

test.each<[string, string, ExpectationChange]>([
  ['taken', textAfter(plain, put(one)), put(one)],
  ['taken', textAfter(plain, put(one), put({ ...one, name: 'b' })), put(one, 'b')],
  ['text', 'metadata: [', put(one)],
  ['annotation', plain.replace('spec:', `  annotations: {${expectationsAnnotation}: 'x'}\nspec:`), put(one)],
  [
    'size',
    plain,
    put({ ...one, path: `/${'x'.repeat(8000)}`, headers: { a: 'y'.repeat(8000), b: 'z'.repeat(2000) } }),
  ],
  ['failed', plain, { op: 'clear' }],
])('%s: nothing is made of it', (fault, text, change) => {
  expect(make(text, change)).toEqual({ ok: false, error: fault });
});

test('what cannot be read can be taken away', () => {
  const broken = plain.replace('spec:', `  annotations: {${expectationsAnnotation}: 'x'}\nspec:`);
  expect(saved(textAfter(broken, { op: 'clear' }))).toEqual([]);
});

test('a draft that is there keeps its other changes, and what it began with', () => {
  const before: Draft = {
    ...object,
    op: 'update',
    base: plain,
    resourceVersion: '5',
    text: plain.replace('[web]', '[web, api]'),
    companions: ['x'],
    changedAtMs: 0,
  };
  const draft = make(`${plain}# newer\n`, put(one), before);
  if (!draft.ok) throw new Error(draft.error);
  expect(draft.value).toMatchObject({ base: plain, resourceVersion: '5', companions: ['x'], changedAtMs: 1 });
  expect(draft.value.text).toContain('[web, api]');
  expect(saved(draft.value.text)).toEqual(['a']);
});
