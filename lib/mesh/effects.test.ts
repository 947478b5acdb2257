import { expect, test } from 'vitest';
import type { MeshWorkload } from '../api/mesh/mesh.ts';
import { labelsOfChoice, type ProxyChoice } from '../istio/namespace-labels.ts';
import type { Labels } from '../istio/objects.ts';
import { type EffectFacts, labelEffects } from './effects.ts';

const revisions = [
  { name: 'default', isTag: false, revision: 'default', versions: ['1.31.1'] },
  { name: 'canary', isTag: true, revision: '1-32-0', versions: ['1.32.0'] },
];

function workload(name: string, has: Partial<MeshWorkload> = {}): MeshWorkload {
  return { kind: 'Deployment', name, pods: 1, sidecars: 0, ambient: 0, optedOut: 0, restart: [], ...has };
}

const covered = workload('web', { sidecars: 1 });
const bare = workload('job');
const refusing = workload('import', { optedOut: 1 });

function facts(labels: Labels, workloads: MeshWorkload[], more: Partial<EffectFacts> = {}): EffectFacts {
  const mtls = {
    mode: 'PERMISSIVE',
    layer: 'default',
    policy: null,
    exceptions: [],
    measured: null,
    plain: [],
    breaks: [],
  } as const;
  return {
    labels: { ...labels },
    never: false,
    isControlPlane: false,
    pods: workloads.length,
    workloads,
    mtls: { ...mtls, exceptions: [], plain: [], breaks: [] },
    ...more,
  };
}

const enabled = { 'istio-injection': 'enabled' };
const strict = { mtls: { ...facts({}, []).mtls, mode: 'STRICT' as const } };

test.each<[string, EffectFacts, ProxyChoice, string[]]>([
  ['what it says already', facts(enabled, [covered]), { kind: 'default' }, ['nothing']],
  ['the first time', facts({}, [bare]), { kind: 'default' }, ['newSidecar default', 'runningKeep job']],
  ['without pods', facts({}, []), { kind: 'default' }, ['newSidecar default', 'nobodyRuns']],
  [
    'who asked for none',
    facts({}, [bare, refusing]),
    { kind: 'default' },
    ['newSidecar default', 'runningKeep job', 'optedOut import'],
  ],
  [
    'another revision by its tag',
    facts(enabled, [covered]),
    { kind: 'revision', name: 'canary' },
    ['newSidecar 1-32-0', 'runningKeep web'],
  ],
  [
    'a revision that nobody knows',
    facts(enabled, [covered]),
    { kind: 'revision', name: 'gone' },
    ['unknownRevision gone'],
  ],
  ['off', facts(enabled, [covered, bare]), { kind: 'off' }, ['newNone', 'runningKeep web']],
  [
    'off where only mutual TLS is taken',
    facts(enabled, [covered], strict),
    { kind: 'off' },
    ['newNone', 'runningKeep web', 'strict'],
  ],
  ['no label any more', facts(enabled, [covered]), { kind: 'unset' }, ['newNone', 'runningKeep web']],
  ['ambient', facts({}, [bare]), { kind: 'ambient' }, ['newNone', 'ambientAtOnce']],
  [
    'ambient after sidecars',
    facts(enabled, [covered]),
    { kind: 'ambient' },
    ['newNone', 'ambientAtOnce', 'ambientKeepsSidecars web'],
  ],
  [
    'sidecars after ambient',
    facts({ 'istio.io/dataplane-mode': 'ambient' }, [bare]),
    { kind: 'default' },
    ['newSidecar default', 'leavesAmbient', 'runningKeep job'],
  ],
  [
    'a namespace of the system',
    facts({}, [bare], { never: true }),
    { kind: 'default' },
    ['never', 'newSidecar default', 'runningKeep job'],
  ],
  [
    'the control plane’s own',
    facts({}, [bare], { isControlPlane: true }),
    { kind: 'default' },
    ['controlPlane', 'newSidecar default', 'runningKeep job'],
  ],
])('%s', (_, namespace, choice, expected) => {
  const told = labelEffects(namespace, revisions, labelsOfChoice(choice)).map((effect) => {
    if ('revision' in effect) return `${effect.kind} ${effect.revision}`;
    if ('name' in effect) return `${effect.kind} ${effect.name}`;
    return 'workloads' in effect ? `${effect.kind} ${effect.workloads.join()}` : effect.kind;
  });
  expect(told).toEqual(expected);
});
