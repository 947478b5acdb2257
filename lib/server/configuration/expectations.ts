/** Saved requests asked again of the mesh as their reader may see it; those of one object with every rule that was tried. */
import type {
  ExpectationObject,
  ExpectationResult,
  Expectations,
} from '#lib/api/configuration/expectations.ts';
import {
  type Expectation,
  expectationsAnnotation,
  readExpectations,
} from '#lib/istio/expectations/expectation.ts';
import { unmetOf } from '#lib/istio/expectations/judge.ts';
import { keepers } from '#lib/istio/expectations/keepers.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import type { ClusterObjects, ObjectMeta } from '#lib/istio/objects.ts';
import { route } from '#lib/istio/routing/route.ts';
import { readSenderName, senderOf } from '#lib/istio/routing/sidecar/sender.ts';
import type { KindRights } from '../access/kind-rights.ts';
import { breathe } from '../mesh/demand.ts';
import { idOf, indexed, linesOf, triedRule } from './route-test.ts';
import { visibleObjects } from './visible-objects.ts';

export interface ExpectationQuestion {
  /** Null for all of these namespaces; those null too: of all. */
  only: { kind: string; namespace: string; name: string } | null;
  namespaces: ReadonlySet<string> | null;
}

const mostResults = 500;
/** Others pass between so many answers. */
const inOneGo = 50;

export async function runExpectations(
  { only, namespaces }: ExpectationQuestion,
  snapshot: ClusterObjects,
  rights: KindRights,
): Promise<Expectations> {
  const objects = visibleObjects(snapshot, rights);
  const asked = keepers
    .flatMap((key) => objects[key].map(({ metadata }) => ({ kind: kindId(kinds[key]), metadata })))
    .filter(({ kind, metadata: { namespace = '', name, annotations } }) => {
      if (annotations?.[expectationsAnnotation] === undefined) return false;
      if (only !== null) return kind === only.kind && namespace === only.namespace && name === only.name;
      return namespaces === null || namespaces.has(namespace);
    })
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const found: ExpectationObject[] = [];
  let [met, unmet, left, counted] = [0, 0, 0, 0];
  for (const { kind, metadata } of asked) {
    const { namespace = '', name } = metadata;
    const read = readExpectations(metadata.annotations);
    const results: ExpectationResult[] = [];
    for (const expectation of read.ok ? read.value : []) {
      counted += 1;
      if (counted % inOneGo === 0) await breathe();
      const result = resultOf(expectation, objects, only !== null);
      if (result.unmet === null) met += 1;
      else unmet += 1;
      if (counted <= mostResults) results.push(result);
      else left += 1;
    }
    const problem = read.ok ? null : read.error;
    if (results.length > 0 || problem !== null) {
      found.push({ kind, namespace, name, problem, results });
    }
  }
  return { objects: found, met, unmet, left, partial: !rights.all };
}

function keyOf({ kind, metadata }: { kind: string; metadata: ObjectMeta }): string {
  return `${metadata.namespace}/${metadata.name} ${kind}`;
}

function resultOf(expectation: Expectation, objects: ClusterObjects, withRules: boolean): ExpectationResult {
  const { name: _name, from, expect: _expect, ...request } = expectation;
  const sender = readSenderName(from);
  const found = sender === null ? null : senderOf(objects, sender);
  if (found === null) return { expectation, unmet: 'sender', answer: null, tried: [] };
  const answer = route(indexed(objects), { ...request, from: found.proxy });
  const { outcome, destinations, fault, redirect, status, rule, tried } = answer;
  const lineOf = linesOf(objects, request.protocol);
  return {
    expectation,
    unmet: unmetOf(expectation, answer),
    answer: {
      outcome,
      destinations,
      fault,
      redirect,
      status,
      rule: rule && { ...rule, kind: idOf(rule) },
    },
    tried: withRules ? tried.map((one) => triedRule(one, lineOf)) : [],
  };
}
