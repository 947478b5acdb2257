import { expect, it } from 'vitest';
import { withoutProse } from '../../../scripts/without-prose.ts';
import { knownCrds } from './crds.ts';
import { describedCrds } from './described.ts';

it('what browsers load is what is served, without its prose', () => {
  expect(withoutProse(describedCrds)).toEqual(knownCrds);
  expect(JSON.stringify(knownCrds).length).toBeLessThan(JSON.stringify(describedCrds).length / 2);
});

it('a property that is called description is no prose', () => {
  const schema = {
    description: 'text',
    properties: { description: { type: 'string', description: 'text' } },
  };
  expect(withoutProse(schema)).toEqual({ properties: { description: { type: 'string' } } });
});
