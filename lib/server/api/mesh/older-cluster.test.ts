/** A cluster with an older Istio and without the Gateway API: new objects are offered and written as it serves them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { choicesSchema } from '#lib/api/configuration/choices.ts';
import { type Harness, startHarness, until } from '../../testing/harness.ts';
import { fillMesh, tokens } from '../../testing/mesh-content.ts';

let harness: Harness;

const missing = /^\/apis\/(networking\.istio\.io\/v1\/|gateway\.networking\.k8s\.io\/)/;

beforeAll(async () => {
  harness = await startHarness({
    prepare: (kubernetes) => {
      fillMesh(kubernetes);
      kubernetes.fault = ({ path }, response) => {
        if (!missing.test(path)) return false;
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end(JSON.stringify({ kind: 'Status', code: 404 }));
        return true;
      };
    },
  });
});
afterAll(() => harness.stop());

test('kinds that it does not serve are not offered, the others in its own version', async () => {
  const choices = async () => {
    const reply = await harness.ask('/api/v1/config/choices?namespace=bookinfo', {
      headers: { authorization: `Bearer ${tokens.admin}` },
    });
    return choicesSchema.parse(reply.json());
  };
  // Each kind is asked for by itself, at one version after another.
  const { creatable, apiVersions } = await until(async () => {
    const answer = await choices();
    return answer.creatable.some((kind) => kind.endsWith('gateway.networking.k8s.io')) ? null : answer;
  });
  expect(creatable).toHaveLength(14);
  expect(creatable).toContain('virtualservices.networking.istio.io');
  expect(Object.keys(apiVersions).sort()).toEqual([...creatable].sort());
  expect(apiVersions).toMatchObject({
    'virtualservices.networking.istio.io': 'networking.istio.io/v1beta1',
    'envoyfilters.networking.istio.io': 'networking.istio.io/v1alpha3',
    'authorizationpolicies.security.istio.io': 'security.istio.io/v1',
  });
});
