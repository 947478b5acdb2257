import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Grant, grantablePersonas, grantName, roleBindingOf, roleBindingYaml } from './grant.ts';
import { subjectKinds } from './rbac/subject.ts';

const grants: fc.Arbitrary<Grant> = fc.record({
  persona: fc.constantFrom(...grantablePersonas),
  namespace: fc.constantFrom('shop', 'true', 'n0', '1e3'),
  subject: fc.record({
    kind: fc.constantFrom(...subjectKinds),
    name: fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 })),
    namespace: fc.constantFrom(null, 'ci'),
  }),
});

test('the YAML says what is written, whatever a name holds', () => {
  fc.assert(
    fc.property(grants, (grant) => {
      expect(parse(roleBindingYaml(grant))).toEqual(roleBindingOf(grant));
    }),
  );
});

test('its name is a DNS-1123 name of at most 63 letters, and the same for the same grant', () => {
  fc.assert(
    fc.property(grants, (grant) => {
      const name = grantName(grant);
      expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      expect(name.length).toBeLessThanOrEqual(63);
      expect(grantName(structuredClone(grant))).toBe(name);
    }),
  );
});

test.each([
  ['Mara.Lind@example.com', 'mara.lind@example.com'],
  ['a b', 'a-b'],
  ['群组', '组群'],
])('%s and %s do not share a binding', (one, other) => {
  const of = (name: string): string =>
    grantName({ persona: 'viewer', subject: { kind: 'User', name, namespace: null } });
  expect(of(one)).not.toBe(of(other));
});

test('a service account is bound in its own namespace, a user and a group in the group of RBAC', () => {
  const of = (kind: Grant['subject']['kind'], namespace: string | null) =>
    roleBindingOf({ persona: 'developer', namespace: 'shop', subject: { kind, name: 'x', namespace } });
  expect(of('ServiceAccount', 'ci').subjects).toEqual([
    { kind: 'ServiceAccount', name: 'x', namespace: 'ci' },
  ]);
  expect(of('Group', null).subjects).toEqual([
    { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: 'x' },
  ]);
  expect(of('User', null).roleRef).toEqual({
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    name: 'sluice-developer',
  });
});
