/**
 * Resilience recipes: timeout and retries, circuit breaker, a fault with an end, copies to a test service. Like a split they touch
 * the chosen rules alone, and of those the fields that they are about.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute
 */
import type { Change } from '../../document/change.ts';
import { isJsonObject, type Json, type JsonObject, own } from '../../document/json.ts';
import { resolveShortName } from '../../istio/hosts/host-name.ts';
import { oldestFirst } from '../../istio/hosts/object-order.ts';
import { asJson, type ClusterObjects, type VirtualService } from '../../istio/objects.ts';
import { fail, ok, type Result } from '../../result.ts';
import { type FaultRecord, faultAnnotation, readFault } from '../record/fault-record.ts';
import { findRule, rulesOf } from '../record/route-key.ts';
import type { PointRef, Refusal, Write } from '../types.ts';
import { sharesOf } from '../weights/rule-shares.ts';
import { writeOf } from './virtual-service-write.ts';

export type Recipe =
  | {
      kind: 'timeout-retries';
      timeout: string | null;
      retries: { attempts: number; perTryTimeout: string | null; retryOn: string | null } | null;
    }
  | {
      kind: 'fault';
      delay: { fixedDelay: string; percent: number } | null;
      abort: { httpStatus: number; percent: number } | null;
      /** RFC 3339. */
      endsAt: string;
      by: string;
    }
  | { kind: 'mirror-test'; host: string; port: number | null; percent: number };

/** Of the http rules of existing VirtualServices; one write an object. */
export function planRecipe(
  recipe: Recipe,
  points: readonly PointRef[],
  objects: ClusterObjects,
): Result<Write[], Refusal & { point: number }> {
  const writes: Write[] = [];
  for (const [key, refs] of Map.groupBy(
    points.entries(),
    ([, one]) => `${one.namespace}/${one.virtualService}`,
  )) {
    const object = objects.virtualServices.find(
      ({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}` === key,
    );
    const changes: Change[] = [];
    const rules: string[] = [];
    for (const [point, ref] of refs) {
      const at = object === undefined ? null : findRule(asJson(object), ref);
      if (object === undefined || at === null) return fail({ code: 'gone', about: { rule: ref.key }, point });
      if (ref.layer !== 'http') return fail({ code: 'http-only', about: { layer: ref.layer }, point });
      const made = ruleChanges(recipe, rulesOf(asJson(object), 'http')[at] ?? null, at);
      if (!made.ok) return fail({ ...made.error, point });
      changes.push(...made.value);
      rules.push(ref.key);
    }
    if (object === undefined) continue;
    if (recipe.kind === 'fault') changes.push(faultMark(object, recipe, rules));
    if (changes.length > 0) writes.push(writeOf(object, changes));
  }
  return ok(writes);
}

function ruleChanges(recipe: Recipe, rule: Json, index: number): Result<Change[], Refusal> {
  const path = ['spec', 'http', index];
  const has = (field: string) => isJsonObject(rule) && own(rule, field) !== undefined;
  const put = (field: string, value: Json | null): Change[] =>
    value !== null
      ? [{ op: 'set', path: [...path, field], value }]
      : has(field)
        ? [{ op: 'remove', path: [...path, field] }]
        : [];
  switch (recipe.kind) {
    case 'timeout-retries': {
      const { timeout, retries } = recipe;
      return ok([
        ...put('timeout', timeout),
        ...put(
          'retries',
          retries === null ? null : retriesOf(retries, isJsonObject(rule) ? own(rule, 'retries') : undefined),
        ),
      ]);
    }
    case 'fault': {
      const fault: JsonObject = {};
      if (recipe.delay !== null) {
        fault.delay = { fixedDelay: recipe.delay.fixedDelay, percentage: { value: recipe.delay.percent } };
      }
      if (recipe.abort !== null) {
        fault.abort = { httpStatus: recipe.abort.httpStatus, percentage: { value: recipe.abort.percent } };
      }
      if (Object.keys(fault).length === 0) return fail({ code: 'value', about: { field: 'fault' } });
      // Taking ours off later must not take off somebody else's.
      if (has('fault')) return fail({ code: 'fault-in-use', about: {} });
      return ok(put('fault', fault));
    }
    case 'mirror-test': {
      if (has('mirror') || has('mirrors')) {
        return fail({ code: 'mirror-in-use', about: { host: recipe.host } });
      }
      const mirror: JsonObject = { host: recipe.host };
      if (recipe.port !== null) mirror.port = { number: recipe.port };
      return ok([...put('mirror', mirror), ...put('mirrorPercentage', { value: recipe.percent })]);
    }
  }
}

/** What else stands in `retries` stays. */
function retriesOf(
  {
    attempts,
    perTryTimeout,
    retryOn,
  }: { attempts: number; perTryTimeout: string | null; retryOn: string | null },
  present: Json | undefined,
): JsonObject {
  const { perTryTimeout: _, retryOn: __, ...rest } = isJsonObject(present) ? present : {};
  return {
    ...rest,
    attempts,
    ...(perTryTimeout === null ? {} : { perTryTimeout }),
    ...(retryOn === null ? {} : { retryOn }),
  };
}

function faultMark(
  object: VirtualService,
  { endsAt, by }: Pick<FaultRecord, 'endsAt' | 'by'>,
  rules: string[],
): Change {
  const present = readFault(object.metadata.annotations);
  const record: FaultRecord = {
    v: 1,
    endsAt,
    by,
    rules: [...new Set([...(present?.rules ?? []), ...rules])],
  };
  return { op: 'set', path: ['metadata', 'annotations', faultAnnotation], value: JSON.stringify(record) };
}

/** The fault taken off again, with its mark; null where there is none. */
export function endFault(object: VirtualService): Write | null {
  const { annotations = {} } = object.metadata;
  if (annotations[faultAnnotation] === undefined) return null;
  const value = asJson(object);
  const changes: Change[] = (readFault(annotations)?.rules ?? []).flatMap((key): Change[] => {
    const at = findRule(value, { layer: 'http', key });
    const rule = at === null ? null : (rulesOf(value, 'http')[at] ?? null);
    return at !== null && isJsonObject(rule) && own(rule, 'fault') !== undefined
      ? [{ op: 'remove', path: ['spec', 'http', at, 'fault'] }]
      : [];
  });
  const alone = Object.keys(annotations).length === 1;
  changes.push({ op: 'remove', path: ['metadata', 'annotations', ...(alone ? [] : [faultAnnotation])] });
  return writeOf(object, changes);
}

/** Whether one of the rules that carry the fault sends to one of these hosts (full names). */
export function rulesWithFaultOn(
  object: VirtualService,
  hosts: ReadonlySet<string>,
  domain: string,
): boolean {
  const value = asJson(object);
  const scope = { namespace: object.metadata.namespace ?? '', domain };
  return (readFault(object.metadata.annotations)?.rules ?? []).some((key) => {
    const at = findRule(value, { layer: 'http', key });
    const rule = at === null ? null : (rulesOf(value, 'http')[at] ?? null);
    return sharesOf(rule, scope, null).some(({ target }) => hosts.has(target.host));
  });
}

export interface Breaker {
  outlier: JsonObject | null;
  pool: {
    maxConnections: number | null;
    http1MaxPendingRequests: number | null;
    http2MaxRequests: number | null;
  } | null;
}

/** On the DestinationRule of the service's own namespace for exactly its host; one is made where there is none. */
export function planBreaker(
  { outlier, pool }: Breaker,
  { namespace, name, host }: { namespace: string; name: string; host: string },
  objects: ClusterObjects,
): Write {
  const { domain } = objects.meshConfig;
  const [rule] = oldestFirst(objects.destinationRules).filter(
    ({ metadata, spec }) =>
      metadata.namespace === namespace &&
      spec !== undefined &&
      !spec.workloadSelector &&
      resolveShortName(spec.host, namespace, domain).toLowerCase() === host,
  );
  const poolValue = pool === null ? null : poolOf(pool);
  if (rule === undefined) {
    const trafficPolicy: JsonObject = {};
    if (outlier !== null) trafficPolicy.outlierDetection = outlier;
    if (poolValue !== null) trafficPolicy.connectionPool = poolValue;
    const taken = new Set(
      objects.destinationRules
        .filter((one) => one.metadata.namespace === namespace)
        .map((one) => one.metadata.name),
    );
    const own = taken.has(name) ? `${name}-sluice` : name;
    const create: JsonObject = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: own, namespace, labels: { 'app.kubernetes.io/managed-by': 'sluice' } },
      spec: { host, trafficPolicy },
    };
    return { group: 'networking.istio.io', kind: 'DestinationRule', namespace, name: own, create };
  }
  const path = ['spec', 'trafficPolicy'];
  const policy = rule.spec?.trafficPolicy;
  const put = (field: 'outlierDetection' | 'connectionPool', value: JsonObject | null): Change[] =>
    value !== null
      ? [{ op: 'set', path: [...path, field], value }]
      : policy?.[field] !== undefined
        ? [{ op: 'remove', path: [...path, field] }]
        : [];
  return {
    group: 'networking.istio.io',
    kind: 'DestinationRule',
    namespace,
    name: rule.metadata.name,
    changes: [...put('outlierDetection', outlier), ...put('connectionPool', poolValue)],
  };
}

function poolOf({
  maxConnections,
  http1MaxPendingRequests,
  http2MaxRequests,
}: NonNullable<Breaker['pool']>): JsonObject {
  const http: JsonObject = {};
  if (http1MaxPendingRequests !== null) http.http1MaxPendingRequests = http1MaxPendingRequests;
  if (http2MaxRequests !== null) http.http2MaxRequests = http2MaxRequests;
  return {
    ...(maxConnections === null ? {} : { tcp: { maxConnections } }),
    ...(Object.keys(http).length === 0 ? {} : { http }),
  };
}
