/** A template is taken by schema and webhook as it stands, for every kind of the registry. */
import { describe, expect, test } from 'vitest';
import { valueAt } from '#lib/document/json.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { messages as english } from '#lib/i18n/messages-en.ts';
import { messages as chinese } from '#lib/i18n/messages-zh-cn.ts';
import { admit } from '../admission/admit.ts';
import { kinds } from '../kinds/registry.ts';
import type { KubernetesObject } from '../objects.ts';
import { crdOf } from '../schema/crds.ts';
import { validateObject } from '../schema/validate.ts';
import { type CommentText, templateComments, templateSpec, templateText } from './template.ts';
import { templates } from './templates.ts';

const names = { name: 'orders', namespace: 'shop', host: 'orders.shop.svc.cluster.local' };
const all = Object.entries(templates).flatMap(([key, list]) =>
  list.map((template) => ({ key: key as keyof typeof kinds, id: template.id, template })),
);

const [inEnglish, inChinese] = [english, chinese].map(
  ({ editor }): CommentText =>
    (key) =>
      editor.templateComment[key],
) as [CommentText, CommentText];

describe.each(all)('$key $id', ({ key, template }) => {
  const kind = kinds[key];
  const text = templateText(
    { apiVersion: `${kind.group}/${kind.versions[0]}`, kind: kind.kind },
    template,
    names,
    inEnglish,
  );
  const document = parseDocument(text);

  test('is read without a problem or a doubt', () => {
    expect(document.problem).toBeNull();
    expect(document.notes).toEqual([]);
    expect(document.value).toMatchObject({ metadata: { name: 'orders', namespace: 'shop' } });
  });

  test('says the same in Chinese, but for its comments', () => {
    const apiVersion = `${kind.group}/${kind.versions[0]}`;
    const translated = templateText({ apiVersion, kind: kind.kind }, template, names, inChinese);
    const rest = (of: string) => of.replace(/#.*$/gm, '#');
    expect(rest(translated)).toBe(rest(text));
    for (const [comment = ''] of translated.matchAll(/# .*$/gm)) expect(comment).toMatch(/\p{Script=Han}/u);
  });

  test('keeps names that YAML would read as something else', () => {
    const odd = { name: '10', namespace: 'on', host: '*.example.com' };
    const apiVersion = `${kind.group}/${kind.versions[0]}`;
    const read = parseDocument(templateText({ apiVersion, kind: kind.kind }, template, odd, inEnglish));
    expect(read.problem).toBeNull();
    expect(read.notes).toEqual([]);
    expect(valueAt(read.value, ['metadata'])).toEqual({ name: '10', namespace: 'on' });
    if (text.includes(names.host)) expect(JSON.stringify(read.value)).toContain('"*.example.com"');
  });

  test('is taken by the schema and by the webhook', () => {
    const object = document.value as unknown as KubernetesObject;
    const crd = crdOf(kind.group, kind.kind);
    if (crd !== undefined) expect(validateObject(crd, object)).toMatchObject({ unknown: [], errors: [] });
    // Of every EnvoyFilter the webhook warns.
    const said = admit(object).filter(({ message }) => !message.startsWith('EnvoyFilter exposes internal'));
    expect(said).toEqual([]);
  });
});

test('every kind has one, and no kind has two of one name', () => {
  for (const list of Object.values(templates)) {
    expect(list.length).toBeGreaterThan(0);
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
  }
});

test('without a template there is the head and an empty spec', () => {
  expect(templateText({ apiVersion: 'a/v1', kind: 'K' }, undefined, names, inEnglish)).toBe(
    'apiVersion: a/v1\nkind: K\nmetadata:\n  name: orders\n  namespace: shop\nspec: {}\n',
  );
});

test('every comment is used by some template', () => {
  const used = new Set<string>();
  for (const { template } of all) {
    templateSpec(template, names, (key) => {
      used.add(key);
      return '';
    });
  }
  expect([...used].sort()).toEqual([...templateComments].sort());
});

test('what is known of the cluster stands in for what is often meant', () => {
  const known = {
    ...names,
    host: 'reviews',
    service: 'reviews',
    app: 'ratings',
    port: 9080,
    gatewayPods: { app: 'edge', on: 'on' },
    parent: 'web',
  };
  const read = (key: keyof typeof templates, id: string, given: typeof names) => {
    const template = templates[key].find((one) => one.id === id);
    return parseDocument(templateText({ apiVersion: 'a/v1', kind: 'K' }, template, given, inEnglish)).value;
  };
  expect(valueAt(read('gateways', 'http', known), ['spec', 'selector'])).toEqual(known.gatewayPods);
  expect(valueAt(read('gateways', 'https', names), ['spec', 'selector'])).toEqual({
    istio: 'ingressgateway',
  });
  const route = read('httpRoutes', 'route', known);
  expect(valueAt(route, ['spec', 'parentRefs'])).toEqual([{ name: 'web' }]);
  expect(valueAt(route, ['spec', 'hostnames'])).toEqual(['reviews.example.com']);
  expect(valueAt(route, ['spec', 'rules', 0, 'backendRefs', 0])).toEqual({ name: 'reviews', port: 9080 });
  const split = read('httpRoutes', 'split', known);
  expect(valueAt(split, ['spec', 'rules', 0, 'backendRefs', 0, 'name'])).toBe('reviews-v1');
  const policy = read('authorizationPolicies', 'deny', known);
  expect(valueAt(policy, ['spec', 'selector', 'matchLabels'])).toEqual({ app: 'ratings' });
});
