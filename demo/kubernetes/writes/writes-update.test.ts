import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, record, text } from '../coding/json.ts';
import { bookinfo, core, type Fixture, startFixture, virtualService } from '../testing/fixture.ts';

let cluster: Fixture;
beforeAll(async () => {
  cluster = await startFixture();
});
afterAll(() => cluster.stop());

const vs = `${bookinfo}/virtualservices`;

describe('update', () => {
  test('needs the present resourceVersion, and counts generations of the spec alone', async () => {
    const { path, body } = await cluster.created();
    const spec = { ...record(at(body, 'spec')), hosts: ['other'] };
    const first = await cluster.call(`PUT ${path}`, { body: { ...record(body), spec } });
    expect([first.code, at(first.body, 'metadata', 'generation')]).toEqual([200, 2]);
    const stale = await cluster.call(`PUT ${path}`, { body: { ...record(body), spec } });
    expect(stale.body).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: expect.stringMatching(
        /^Operation cannot be fulfilled on virtualservices\.networking\.istio\.io "created-\d+": the object has been modified; please apply your changes to the latest version and try again$/,
      ),
    });
    const labelled = { ...record(at(first.body, 'metadata')), labels: { a: 'b' } };
    const second = await cluster.call(`PUT ${path}`, { body: { ...record(first.body), metadata: labelled } });
    expect(at(second.body, 'metadata', 'generation')).toBe(2);
  });

  test('that changes nothing leaves the resourceVersion', async () => {
    const { path, body } = await cluster.created();
    const answer = await cluster.call(`PUT ${path}`, { body });
    expect(at(answer.body, 'metadata', 'resourceVersion')).toBe(at(body, 'metadata', 'resourceVersion'));
  });

  test("keeps uid, creationTimestamp and status, and Kubernetes' own kinds take no resourceVersion for the last word", async () => {
    const before = await cluster.call(`GET ${core}/pods/reviews-1`);
    const { resourceVersion: _dropped, ...metadata } = record(at(before.body, 'metadata'));
    const body = { ...record(before.body), metadata: { ...metadata, creationTimestamp: null }, status: {} };
    const { body: after } = await cluster.call(`PUT ${core}/pods/reviews-1`, { body });
    expect(at(after, 'status', 'phase')).toBe('Running');
    for (const key of ['uid', 'creationTimestamp'])
      expect(at(after, 'metadata', key)).toBe(at(before.body, 'metadata', key));
  });

  test('of the status subresource changes status alone', async () => {
    const { path, body } = await cluster.created();
    const changed = { ...record(body), spec: { hosts: ['no'] }, status: { observedGeneration: '1' } };
    const { body: after } = await cluster.call(`PUT ${path}/status`, { body: changed });
    expect(at(after, 'status')).toEqual({ observedGeneration: '1' });
    expect(at(after, 'spec')).toEqual(at(body, 'spec'));
    expect(at(after, 'metadata', 'generation')).toBe(1);
  });

  test.each<
    [what: string, change: (body: Record<string, unknown>) => unknown, code: number, message: string]
  >([
    [
      'another name',
      (body) => ({ ...body, metadata: { ...record(body.metadata), name: 'other' } }),
      400,
      'does not match the name on the URL',
    ],
    [
      'another uid',
      (body) => ({ ...body, metadata: { ...record(body.metadata), uid: 'u' } }),
      409,
      'Precondition failed: UID in precondition: u, UID in object meta:',
    ],
    [
      'no resourceVersion',
      (body) => ({ ...body, metadata: { ...record(body.metadata), resourceVersion: undefined } }),
      422,
      'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    ],
    [
      'another namespace',
      (body) => ({ ...body, metadata: { ...record(body.metadata), namespace: 'payments' } }),
      400,
      'the namespace of the provided object does not match',
    ],
  ])('with %s is refused', async (_what, change, code, message) => {
    const { path, body } = await cluster.created();
    const answer = await cluster.call(`PUT ${path}`, { body: change(record(body)) });
    expect(answer.code).toBe(code);
    expect(text(answer.body, 'message')).toContain(message);
  });

  test('of what is not there is 404', async () => {
    expect((await cluster.call(`PUT ${vs}/none`, { body: virtualService('none') })).code).toBe(404);
  });

  test('cannot change a roleRef', async () => {
    const path = '/apis/rbac.authorization.k8s.io/v1/namespaces/bookinfo/rolebindings/viewers';
    const body = { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' } };
    const answer = await cluster.call(`PATCH ${path}`, {
      body,
      headers: { 'content-type': 'application/merge-patch+json' },
    });
    expect(text(answer.body, 'message')).toContain('cannot change roleRef');
  });
});
