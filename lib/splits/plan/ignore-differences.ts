/**
 * What Argo CD has to leave alone while something is written over Git: of the rules that are written the fields that differ, and no more,
 * so that what Git changes besides still comes through. Weights alone where Git's rule names both versions; else the whole route, since a
 * destination stands there that Git does not know.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/; `managedFieldsManagers` would go on to hide Git's later edits.
 */
import { asJson, type ClusterObjects } from '../../istio/objects.ts';
import { releaseAnnotation } from '../record/annotation.ts';
import type { Release } from '../record/record.ts';
import { ruleKeys, rulesOf } from '../record/route-key.ts';
import { realName } from '../survey/gateway-routes.ts';
import type { RuleKey, RuleLayer, Write } from '../types.ts';
import { destinationsOf, sameTarget, targetOf } from '../weights/rule-shares.ts';
import { targetsOf } from './act.ts';

export interface LeftAlone {
  group: string;
  kind: string;
  name: string;
  /** Of jq. */
  paths: string[];
}

const istio = 'networking.istio.io';
const record = ['annotations', 'labels'].map((field) => `.metadata.${field}.${quoted(releaseAnnotation)}`);

/** Of a split that stands, or that is about to. */
export function leftBySplit(release: Release, domain: string): LeftAlone[] {
  const { stable, candidate } = targetsOf(release);
  const objects = Map.groupBy(release.points, (one) => `${one.namespace}/${one.virtualService}`);
  return [...objects.values()].flatMap((points): LeftAlone[] => {
    const [first] = points;
    if (first === undefined) return [];
    const { kind, name } = realName(first.virtualService);
    const paths = points.map(({ namespace, base, ...key }) => {
      const known = destinationsOf(base).map((one) => targetOf(one, { namespace, domain }));
      const weights = [stable, candidate].every((wanted) => known.some((one) => sameTarget(one, wanted)));
      if (kind !== 'VirtualService') return `.spec.rules[]?.backendRefs${weights ? '[]?.weight' : ''}`;
      return `${rulePath(key)}.route${weights ? '[]?.weight' : ''}`;
    });
    const group = kind === 'VirtualService' ? istio : 'gateway.networking.k8s.io';
    return [{ group, kind, name, paths: [...new Set([...paths, ...record])] }];
  });
}

/** Of what is changed without a record: a recipe. */
export function leftByWrites(writes: readonly Write[], objects: ClusterObjects): LeftAlone[] {
  return writes.flatMap(({ kind, namespace, name, changes = [] }): LeftAlone[] => {
    const object = objects.virtualServices.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === name,
    );
    const paths = (changes ?? []).flatMap(({ path: [top, part, at, field] }) => {
      if (top === 'metadata') return [`.metadata.${part}.${quoted(String(at))}`];
      if (kind === 'DestinationRule') return [`.spec.${String(part)}.${String(at)}`];
      const layer = part as RuleLayer;
      const key = ruleKeys(rulesOf(asJson(object ?? {}), layer))[Number(at)];
      return key === undefined ? [] : [`${rulePath({ layer, key })}.${String(field)}`];
    });
    return paths.length === 0 ? [] : [{ group: istio, kind, name, paths: [...new Set(paths)] }];
  });
}

/** A list gives its items no identity but a name that is theirs alone. */
function rulePath({ layer, key }: RuleKey): string {
  const rules = `.spec.${layer}[]?`;
  return key.startsWith('name:') ? `${rules} | select(.name == ${quoted(key.slice(5))}) | ` : rules;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** For the Application's spec. */
export function ignoreDifferences(left: readonly LeftAlone[]): string {
  const items = left.map(
    ({ group, kind, name, paths }) =>
      `  - group: ${group}\n    kind: ${kind}\n    name: ${name}\n    jqPathExpressions:\n${paths
        .map((path) => `      - '${path.replaceAll("'", "''")}'\n`)
        .join('')}`,
  );
  return `ignoreDifferences:\n${items.join('')}syncPolicy:\n  syncOptions:\n    - RespectIgnoreDifferences=true\n`;
}
