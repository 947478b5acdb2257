/** Random scenarios: a dozen writes and reads of a few names, right and wrong, and at the end what a watch and a list tell of it. */
import { type Random, seeded } from '#e2e/oracles/routes/random.ts';
import {
  deployment,
  destinationRule,
  patchTypes,
  role,
  secret,
  service,
  virtualService,
} from './cases/objects.ts';
import type { Scenario, Step } from './scenario.ts';

type Body = { metadata: { name: string } };

interface Subject {
  /** The shorthand of its collection. */
  path: string;
  make(random: Random, name: string): Body;
  /** A merge patch. */
  change(random: Random): object;
}

const values = ['1', '2', '3'];
const labels = (random: Random): object =>
  random.maybe(0.5) ? { labels: { half: random.one(['even', 'odd']), n: random.one(values) } } : {};

const subjects: readonly Subject[] = [
  {
    path: 'secret',
    make: (random, name) =>
      secret(
        name,
        Object.fromEntries(random.some(['a', 'b', 'c'], 3).map((key) => [key, random.one(values)])),
        labels(random),
      ),
    change: (random) => ({
      metadata: { labels: { [random.one(['half', 'x'])]: random.one(['even', null]) } },
    }),
  },
  {
    path: 'vs',
    make: (random, name) => virtualService(name, { hosts: random.some(['a', 'b', 'c'], 2) }, labels(random)),
    change: (random) => ({ spec: { hosts: random.some(['a', 'b', 'c'], 2) } }),
  },
  {
    path: 'dr',
    make: (random, name) =>
      destinationRule(name, {
        subsets: random.some(['v1', 'v2'], 2).map((version) => ({ name: version, labels: { version } })),
      }),
    change: (random) => ({
      spec: { trafficPolicy: { tls: { mode: random.one(['DISABLE', 'SIMPLE', 'NONSENSE']) } } },
    }),
  },
  {
    path: 'svc',
    make: (random, name) => service(name, { ports: [{ name: 'http', port: random.one([80, 81]) }] }),
    change: (random) => ({ spec: { selector: { app: random.one(['x', 'y']) } } }),
  },
  {
    path: 'deploy',
    make: (random, name) => deployment(name, { replicas: random.int(3) }),
    change: (random) => ({ spec: { replicas: random.int(4), paused: random.maybe(0.5) } }),
  },
  {
    path: 'role',
    make: (random, name) =>
      role(name, [{ apiGroups: [''], resources: random.some(['pods', 'secrets']), verbs: ['get'] }]),
    change: () => ({ metadata: { annotations: { a: 'b' } } }),
  },
];

const names = ['a', 'b', 'c'];

function query(random: Random): string {
  const parts = [
    random.sometimes(0.4, () => `fieldManager=${random.one(['one', 'two'])}`),
    random.sometimes(0.15, () => 'dryRun=All'),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** A revision may be that of any step before. */
function randomStep(random: Random, { path, make, change }: Subject, before: readonly Step[]): Step {
  const name = random.one(names);
  // That of a list is the server's own, and may by chance be that of an object.
  const own = before.flatMap(({ line }, index) => (line.includes('labelSelector') ? [] : [index]));
  const revision = `{${random.one(own)}.metadata.resourceVersion}`;
  const body = make(random, name);
  const revised = {
    ...body,
    metadata: { ...body.metadata, ...random.sometimes(0.6, () => ({ resourceVersion: revision })) },
  };
  const steps: readonly (() => Step)[] = [
    () => ({ line: `POST ${path}${query(random)}`, body }),
    () => ({ line: `POST ${path}${query(random)}`, body }),
    () => ({ line: `PUT ${path}/${name}${query(random)}`, body: revised }),
    () => ({
      line: `PATCH ${path}/${name}${query(random)}`,
      body: change(random),
      headers: patchTypes.merge,
    }),
    () => ({
      line: `PATCH ${path}/${name}?fieldManager=${random.one(['one', 'two'])}${random.maybe(0.3) ? '&force=true' : ''}`,
      body,
      headers: patchTypes.apply,
    }),
    () => ({
      line: `PATCH ${path}/${name}`,
      body: [
        {
          op: random.one(['add', 'replace', 'test']),
          path: '/metadata/annotations',
          value: { x: random.one(values) },
        },
      ],
      headers: patchTypes.json,
    }),
    () => ({
      line: `DELETE ${path}/${name}`,
      ...random.sometimes(0.3, () => ({ body: { preconditions: { resourceVersion: revision } } })),
    }),
    () => ({ line: `GET ${path}/${name}` }),
    () => ({ line: `GET ${path}?labelSelector=half%3Deven` }),
  ];
  return random.one(steps)();
}

const length = 12;

export function randomSequence(seed: number): Scenario {
  const random = seeded(seed);
  const subject = random.one(subjects);
  // The first write is sure to be there: what follows begins at its revision.
  const steps: Step[] = [{ line: `POST ${subject.path}`, body: subject.make(random, 'z') }];
  while (steps.length < length) steps.push(randomStep(random, subject, steps));
  steps.push({ line: `GET ${subject.path}` });
  steps.push({
    line: `GET ${subject.path}?watch=1&timeoutSeconds=1&resourceVersion={0.metadata.resourceVersion}`,
    events: 20,
  });
  return { group: 'random sequences', name: `seed ${seed}`, steps };
}
