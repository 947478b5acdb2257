/** Who may do what, all over: random roles and bindings, and a review of every persona, verb, kind and namespace. */
import { type Random, seeded } from '#e2e/oracles/routes/random.ts';
import { role, roleBinding } from './cases/objects.ts';
import type { Scenario, Step } from './scenario.ts';

const personas = ['ann', 'bob', 'cleo'];
const verbs = ['get', 'list', 'create', 'delete', 'patch', 'bind', '*'];
const targets: readonly { group: string; resource: string; subresource?: string }[] = [
  { group: '', resource: 'pods' },
  { group: '', resource: 'pods', subresource: 'log' },
  { group: '', resource: 'secrets' },
  { group: 'apps', resource: 'deployments', subresource: 'scale' },
  { group: 'networking.istio.io', resource: 'virtualservices' },
  { group: 'security.istio.io', resource: 'authorizationpolicies' },
];
const objectNames = ['', 'a'];

function randomRule(random: Random): object {
  return {
    apiGroups: random.one([[''], ['apps'], ['networking.istio.io', ''], ['*'], ['security.istio.io']]),
    resources: random.some(
      ['pods', 'pods/log', 'secrets', '*', '*/scale', 'deployments', 'virtualservices', 'pods/*'],
      3,
    ),
    verbs: random.some([...verbs, 'watch'], 3),
    ...random.sometimes(0.25, () => ({ resourceNames: random.one([['a'], ['b'], ['a', 'b']]) })),
  };
}

const reviews = '/apis/authorization.k8s.io/v1';

function review(
  user: string,
  verb: string,
  target: (typeof targets)[number],
  name: string,
  namespace: string,
): Step {
  const { group, resource, subresource } = target;
  const given = { namespace, verb, group, resource, name, subresource };
  // Go does not answer what is empty.
  const resourceAttributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  return { line: `POST ${reviews}/subjectaccessreviews`, body: { spec: { user, resourceAttributes } } };
}

/** One random set of rights, and some sixty questions about it. */
export function accessMatrix(seed: number): Scenario {
  const random = seeded(seed);
  const roles = ['r1', 'r2', 'r3'];
  const rights: Step[] = [
    ...roles.map((name) => ({
      line: 'POST role',
      body: role(
        name,
        random.many(1, 3, () => randomRule(random)),
      ),
    })),
    ...random
      .many(2, 5, () => random.one(roles))
      .map((name, index) => ({
        line: 'POST binding',
        body: roleBinding(`b${index}`, random.maybe(0.1) ? 'gone' : name, random.one(personas)),
      })),
  ];
  const questions = random.many(50, 60, () =>
    review(
      random.one(personas),
      random.one(verbs),
      random.one(targets),
      random.one(objectNames),
      random.maybe(0.85) ? '{ns}' : '',
    ),
  );
  const rules = personas.map((as) => ({
    line: `POST ${reviews}/selfsubjectrulesreviews`,
    body: { spec: { namespace: '{ns}' } },
    as,
  }));
  const tried = personas.map((as) => ({ line: `GET ${random.one(['pod', 'secret', 'vs', 'deploy'])}`, as }));
  return {
    group: 'access matrix',
    name: `seed ${seed}`,
    steps: [...rights, ...questions, ...rules, ...tried],
  };
}
