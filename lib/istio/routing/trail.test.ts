/** Reasons become words when somebody reads them. */
import { expect, test } from 'vitest';
import type { Reason } from './reason.ts';
import { Trail } from './trail.ts';

test('no word is made before it is read', () => {
  let looks = 0;
  const reason: Reason = {
    get key() {
      looks += 1;
      return 'takes-request' as const;
    },
  };
  const trail = new Trail();
  trail.decide({ kind: 'VirtualService', namespace: 'shop', name: 'web' }, 0, [reason]);
  const [tried] = trail.list();
  expect(looks).toBe(0);
  expect(tried?.reason).not.toBe('');
  expect(looks).toBeGreaterThan(0);
  expect(JSON.parse(JSON.stringify(tried))).toMatchObject({ index: 0, matched: true, reason: tried?.reason });
});
