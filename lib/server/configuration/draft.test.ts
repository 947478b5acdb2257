/** Large drafts are read on from what was read of them before, and say what a reading from the start says. */
import { expect, it } from 'vitest';
import type { Change } from '#lib/api/configuration/configuration.ts';
import { type Json, valueAt } from '#lib/document/json.ts';
import { readDrafts } from './draft.ts';

const rules = 1200;
const textOf = (prefix: string, name = 'big') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: ${name}
  namespace: shop
spec:
  hosts: [web]
  http:
${Array.from({ length: rules }, (_, at) => `  - match: [{uri: {prefix: ${at === 7 ? prefix : `/v${at}`}}}]\n    route: [{destination: {host: web}}]\n`).join('')}`;

const change = (text: string, name = 'big'): Change => ({
  op: 'create',
  kind: 'virtualservices.networking.istio.io',
  namespace: 'shop',
  name,
  text,
});

async function read(text: string, name?: string) {
  const [draft] = await readDrafts([change(text, name)]);
  if (draft === undefined) throw new Error('one change, one draft');
  return draft;
}

const ruleOf = (value: Json | null, index: number) => valueAt(value ?? null, ['spec', 'http', index]);

it('one letter more: that rule alone is read again, and its place is told', async () => {
  const before = await read(textOf('/a'));
  const after = await read(textOf('/ab'));
  const others = Array.from({ length: rules }, (_, at) => at).filter((at) => at !== 7);
  for (const at of others) expect(ruleOf(after.value, at)).toBe(ruleOf(before.value, at));
  expect(ruleOf(after.value, 7)).toMatchObject({ match: [{ uri: { prefix: '/ab' } }] });
  expect(after.placeOf?.(['spec', 'http', 8])).toEqual({ line: 25, column: 5 });
});

it.each([
  ['a mistake', `${textOf('/a')}  - route: [\n`],
  ['two documents', `${textOf('/a')}---\n${textOf('/b', 'other')}`],
  ['another name', textOf('/a', 'other')],
])('%s after a sound text says what it says alone', async (_, text) => {
  const alone = await read(text, 'never-read-before');
  await read(textOf('/a'));
  const after = await read(text);
  expect(after.yaml).toEqual(alone.yaml);
  expect(after.value).toEqual(alone.value);
  await expect(read(textOf('/c'))).resolves.toMatchObject({ yaml: { problem: null } });
});
