/** Recipes of the wizard as plans: same refusals, same modes, same writes as a split; no record of a release. */
import type { PlanIntent } from '#lib/api/splits/split-plan.ts';
import type { SplitRefusal, SplitWarning } from '#lib/api/splits/split-shapes.ts';
import type { ClusterObjects } from '#lib/istio/objects.ts';
import { planBreaker, planRecipe, type Recipe } from '#lib/splits/plan/recipes.ts';
import { realName } from '#lib/splits/survey/gateway-routes.ts';
import { foreignOwnerOf } from '#lib/splits/survey/owners.ts';
import { pointsOf, samePoint } from '#lib/splits/survey/points.ts';
import { splitServiceOf } from '#lib/splits/survey/service-versions.ts';
import type { Write } from '#lib/splits/types.ts';
import { fromRef, ownedBy, rootsOf, strictest, toRefusal, virtualServiceOf } from '../world/point-refs.ts';
import type { Planned, Who } from './split-intent.ts';

type RecipeIntent = Exclude<PlanIntent, { kind: 'split' }>;

export function planRecipeIntent(intent: RecipeIntent, who: Who, objects: ClusterObjects): Planned {
  const name = { namespace: intent.namespace, name: intent.service };
  const found = splitServiceOf(objects, name);
  const refused = (refusals: SplitRefusal[]): Planned => ({
    refusals,
    cautions: [],
    writes: [],
    release: null,
    mode: 'own',
    service: found,
    handings: [],
  });
  if (found === null) {
    return refused([toRefusal({ code: 'no-service', about: { ...name, service: name.name } }, '/service')]);
  }
  const foreign = foreignOwnerOf(found.service, found.host, objects);
  if (foreign !== null) {
    const about = {
      service: name.name,
      owner: foreign.owner,
      kind: foreign.object.kind,
      name: foreign.object.name,
    };
    return refused([toRefusal({ code: 'owned-by', about }, '/service', foreign.object)]);
  }
  const planned = (
    writes: Write[],
    cautions: SplitWarning[],
    refs: ReturnType<typeof fromRef>[],
  ): Planned => {
    const points = pointsOf(found.hosts, objects).filter((one) => refs.some((ref) => samePoint(ref, one)));
    const owners = [
      ...points.flatMap((point) => {
        const object = virtualServiceOf(point, objects);
        return object === undefined ? [] : [ownedBy(object, rootsOf(point, objects))];
      }),
      ...objects.destinationRules
        .filter(({ metadata }) =>
          writes.some(
            ({ kind, namespace, name: written }) =>
              kind === 'DestinationRule' && metadata.namespace === namespace && metadata.name === written,
          ),
        )
        .map((rule) => ownedBy(rule)),
    ];
    const reverted = owners.flatMap(({ object, owner }): SplitWarning[] =>
      owner.reverts
        ? [{ code: 'reverted-by-git', object, manager: owner.manager, application: owner.name }]
        : [],
    );
    return {
      refusals: [],
      cautions: [...cautions, ...reverted],
      writes,
      release: null,
      mode: strictest(owners.map(({ mode }) => mode)),
      service: found,
      handings: [],
    };
  };
  if (intent.kind === 'circuit-breaker') {
    return planned([planBreaker(intent, { ...name, host: found.host }, objects)], [], []);
  }
  const refs = intent.points.map(fromRef);
  if (refs.length === 0)
    return refused([toRefusal({ code: 'value', about: { field: 'points' } }, '/points')]);
  const route = refs.findIndex(({ virtualService }) => realName(virtualService).kind !== 'VirtualService');
  if (route >= 0) {
    const { kind, name: routeName } = realName(refs[route]?.virtualService ?? '');
    const object = { kind, namespace: refs[route]?.namespace ?? '', name: routeName };
    return refused([toRefusal({ code: 'route-weights-only', about: object }, `/points/${route}`, object)]);
  }
  const recipe = recipeOf(intent, who, objects);
  if (recipe === null) {
    return refused([
      toRefusal(
        { code: 'no-service', about: { service: 'target' in intent ? intent.target.service : '' } },
        '/target',
      ),
    ]);
  }
  const made = planRecipe(recipe, refs, objects);
  if (!made.ok) {
    const { point, ...refusal } = made.error;
    return refused([toRefusal(refusal, `/points/${point}`)]);
  }
  const cautions: SplitWarning[] =
    intent.kind === 'timeout-retries' && (intent.retries?.attempts ?? 0) > 0
      ? [{ code: 'retries-repeat-writes' }]
      : intent.kind === 'mirror-test'
        ? [{ code: 'mirror-repeats-writes' }]
        : [];
  return planned(made.value, cautions, refs);
}

function recipeOf(
  intent: Exclude<RecipeIntent, { kind: 'circuit-breaker' }>,
  { by, at }: Who,
  objects: ClusterObjects,
): Recipe | null {
  switch (intent.kind) {
    case 'timeout-retries':
      return { kind: 'timeout-retries', timeout: intent.timeout, retries: intent.retries };
    case 'fault': {
      const endsAt = new Date(Date.parse(at) + intent.endsInSeconds * 1000).toISOString();
      return { kind: 'fault', delay: intent.delay, abort: intent.abort, endsAt, by };
    }
    case 'mirror-test': {
      const target = splitServiceOf(objects, {
        namespace: intent.target.namespace,
        name: intent.target.service,
      });
      if (target === null) return null;
      return { kind: 'mirror-test', host: target.host, port: intent.target.port, percent: intent.percent };
    }
  }
}
