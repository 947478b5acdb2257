import { expect, test } from 'vitest';
import { revertDraft } from './revert-draft.ts';

const object = { kind: 'virtualservices.networking.istio.io', namespace: 'bookinfo', name: 'reviews' };

const text = (weight: number, metadata = '') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: bookinfo
${metadata}spec:
  hosts:
  - reviews
  http:
  - route:
    - destination:
        host: reviews
      weight: ${weight}
`;

const live = {
  text: text(50, '  uid: u1\n  resourceVersion: "9"\n').replace(
    '- reviews\n  http',
    '- reviews # ours\n  http',
  ),
  resourceVersion: '9',
};

test('only the lines that differ change; comments and identity stay the live object’s', () => {
  const draft = revertDraft(object, text(90), live, 5);
  expect(draft).toEqual({
    ok: true,
    value: {
      ...object,
      op: 'update',
      base: live.text,
      resourceVersion: '9',
      text: live.text.replace('weight: 50', 'weight: 90'),
      companions: [],
      changedAtMs: 5,
    },
  });
});

test('an object that is gone is created anew, without what the old one was', () => {
  expect(revertDraft(object, text(90), null, 5)).toEqual({
    ok: true,
    value: {
      ...object,
      op: 'create',
      mark: 'reviews',
      base: '',
      resourceVersion: null,
      text: text(90),
      companions: [],
      changedAtMs: 5,
    },
  });
});

test.each([
  ['another object', text(90).replace('name: reviews', 'name: ratings'), live, 'another'],
  ['no text of an object', '- a', live, 'failed'],
  ['a live text that cannot be read', text(90), { text: 'a: [', resourceVersion: '1' }, 'failed'],
])('%s', (_what, former, now, error) => {
  expect(revertDraft(object, former, now, 0)).toEqual({ ok: false, error });
});
