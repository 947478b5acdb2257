/** `GET /api/v1/traces…`: of a service or an edge; cut to what the caller may see. */
import { routes } from '#lib/api/routes.ts';
import type { TraceSummary, Traces } from '#lib/api/traffic/traces.ts';
import { workloadNameOf } from '#lib/graph/detail/pods.ts';
import { readTraceNaming, traceNames } from '#lib/traces/names.ts';
import { passes } from '#lib/traces/passes.ts';
import { type ScopedTrace, scopeTrace, type TraceScope } from '#lib/traces/scope.ts';
import { boundsOf, waterfall } from '#lib/traces/waterfall.ts';
import { AppError } from '../../app-error.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import { requestScope } from '../../mesh/scope.ts';
import type { Services } from '../../services.ts';
import { createTraceStore, type Found } from '../../tracing/trace-store.ts';
import { parseSeconds, parseTime } from './graph.ts';

const rangeBounds = { minSeconds: 10, maxSeconds: 31 * 86_400 };

function summaryOf({ id, spans }: ScopedTrace): TraceSummary {
  const root = waterfall(spans)[0]?.span;
  const open = spans.filter(({ restricted }) => !restricted);
  return {
    id,
    ...boundsOf(spans),
    rootService: root?.service ?? '',
    rootName: root?.name ?? '',
    spans: spans.length,
    services: [...new Set(open.map(({ service }) => service))].sort(),
    errors: open.filter(({ error }) => error).length,
    restricted: spans.length - open.length,
  };
}

function sourceOf(found: Found<unknown>): Pick<Traces, 'state' | 'product' | 'gate'> {
  return {
    state: found.state,
    product: found.state === 'not-installed' ? null : found.product,
    gate: found.state === 'forbidden' ? found.gate : null,
  };
}

export function traceOperations({ access, kubernetes, links, snapshot, clock }: Services): Operation[] {
  const store = createTraceStore({ kubernetes, links, access });

  async function scopeOf(caller: Caller): Promise<TraceScope> {
    const { all, namespaces } = await access.visibility(caller.session.credential);
    return { visible: all ? null : namespaces, namespaces: snapshot.namespaceNames() };
  }

  /** As the proxies of its pods name themselves. */
  function namesOf(namespace: string, app: string, kind?: 'service' | 'workload'): string[] {
    const objects = snapshot.objects();
    const own = objects.services.find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === app,
    );
    const pods = objects.pods
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map((pod) => ({ labels: pod.metadata.labels ?? {}, workload: workloadNameOf(objects, pod) }));
    const naming = snapshot
      .meshConfig()
      .settings.find(({ path }) => path === 'defaultConfig.tracingServiceName')?.value;
    const selected = own?.spec?.selector ?? {};
    // Without one it selects nothing.
    const selector = Object.keys(selected).length === 0 ? null : selected;
    const asked = { namespace, app, pods, selector, ...(kind === undefined ? {} : { kind }) };
    return traceNames(asked, readTraceNaming(naming));
  }

  return [
    defineOperation(routes.traces, async ({ query, caller }) => {
      const { credential } = caller.session;
      const { namespace, app, peerNamespace, peerApp, limit, minMs = null } = query;
      if ((peerNamespace === undefined) !== (peerApp === undefined)) {
        throw new AppError('invalid', {
          detail: 'The query is not valid.',
          errors: [{ field: 'peerApp', message: 'namespace and app of the peer belong together' }],
        });
      }
      const seconds = parseSeconds('range', query.range, rangeBounds);
      const to = parseTime(query.at, clock.now() / 1000, seconds) ?? clock.now() / 1000;
      const visibility = await access.visibility(credential);
      requestScope(visibility, [namespace]);
      if (peerNamespace !== undefined) requestScope(visibility, [peerNamespace]);
      const services = namesOf(namespace, app);
      const found = await store.search({ services, from: to - seconds, to, limit, minMs }, credential);
      const scope = await scopeOf(caller);
      const callers = new Set(services);
      const called = peerApp === undefined ? null : new Set(namesOf(peerNamespace ?? namespace, peerApp));
      const all = found.state === 'ok' ? found.value : [];
      const traces = all
        .filter((trace) => called === null || passes(trace, callers, called))
        .flatMap((trace) => scopeTrace(trace, scope) ?? [])
        .map(summaryOf)
        .sort((a, b) => b.startUs - a.startUs)
        .slice(0, limit);
      return { kind: 'json', body: { ...sourceOf(found), traces, limited: all.length >= limit } };
    }),
    defineOperation(routes.trace, async ({ query, caller }) => {
      const found = await store.one(query.id, caller.session.credential);
      const whole = found.state === 'ok' ? found.value : null;
      const trace = whole === null ? null : scopeTrace(whole, await scopeOf(caller));
      // Of a trace that is wholly hidden nothing is said: not even that it is there.
      if (found.state === 'ok' && trace === null) throw new AppError('not-found');
      return { kind: 'json', body: { ...sourceOf(found), trace } };
    }),
    defineOperation(routes.traceNames, async ({ query: { namespace, kind, name }, caller }) => {
      requestScope(await access.visibility(caller.session.credential), [namespace]);
      return { kind: 'json', body: { names: namesOf(namespace, name, kind) } };
    }),
  ];
}
