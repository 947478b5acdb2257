/** Changes of configuration, tried and not written: what the answers say, and what the fake Kubernetes received. */
import { expect, test } from 'vitest';
import { dryRunAnswerSchema } from '#lib/api/configuration/configuration.ts';
import { configurationWorld, goodSpec, one, update } from '../../testing/configuration-world.ts';

const world = configurationWorld();

test('REL-39 says what the API server says, field by field, and writes nothing', async () => {
  world.fake.fault = ({ method }, response) => {
    if (method !== 'PUT') return false;
    const causes = [
      {
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 7',
        field: 'spec.http[0].route[0].destination.host',
      },
    ];
    response.writeHead(422, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        kind: 'Status',
        code: 422,
        reason: 'Invalid',
        message: 'is invalid',
        details: { causes },
      }),
    );
    return true;
  };
  const { reply, calls } = await world.received(() => world.post('dry-run', { changes: [update(goodSpec)] }));
  const answer = dryRunAnswerSchema.parse(reply.json());
  expect(answer.changes).toMatchObject([
    {
      accepted: false,
      refusal: 'invalid',
      message: 'is invalid',
      causes: [
        {
          path: ['spec', 'http', 0, 'route', 0, 'destination', 'host'],
          line: 11,
          message: 'Invalid value: 7',
        },
      ],
    },
  ]);
  expect(calls).toEqual([`GET ${one}`, `PUT ${one}?dryRun`]);
});
