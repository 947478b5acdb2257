/** The metrics explorer's questions: read, bounded, and asked with the namespaces that the caller may see. */

import { routes } from '#lib/api/routes.ts';
import { type ExploreQuestion, exploreLimits } from '#lib/api/traffic/explore.ts';
import { AppError } from '../../app-error.ts';
import { type Caller, defineOperation, type Operation } from '../../http/operation.ts';
import { createExplorer, type VisibleNamespaces } from '../../prometheus/explorer.ts';
import type { Services } from '../../services.ts';

function requireSensibleRange({ range }: ExploreQuestion): void {
  if (range === undefined) return;
  const seconds = range.to - range.from;
  const wrong =
    seconds < 0
      ? { field: '/range/to', message: 'is before the start' }
      : seconds > exploreLimits.rangeSeconds
        ? { field: '/range/from', message: `at most ${exploreLimits.rangeSeconds} seconds before the end` }
        : seconds / range.stepSeconds + 1 > exploreLimits.points
          ? { field: '/range/stepSeconds', message: `gives more than ${exploreLimits.points} points` }
          : null;
  if (wrong !== null) throw new AppError('invalid', { detail: 'The range is not valid.', errors: [wrong] });
}

export function exploreOperations({ access, prometheus, scoping, clock }: Services): Operation[] {
  const explorer = createExplorer(prometheus, clock);

  async function visibleTo(caller: Caller): Promise<VisibleNamespaces> {
    const { all, namespaces } = await access.visibility(caller.session.credential);
    // In strict mode nobody's words go out as they are: all namespaces are names, too.
    if (all) return scoping.strict ? new Set(scoping.seenBy(() => true)) : null;
    return namespaces;
  }

  const listed = (names: readonly string[]) => ({
    kind: 'json' as const,
    body: { names: names.slice(0, exploreLimits.names), truncated: names.length > exploreLimits.names },
  });

  return [
    defineOperation(routes.explore, async ({ body, caller, left }) => {
      requireSensibleRange(body);
      return { kind: 'json', body: await explorer.answer(body, await visibleTo(caller), left()) };
    }),
    defineOperation(routes.exploreMetrics, async ({ caller, left }) => ({
      kind: 'json',
      body: await explorer.metrics(await visibleTo(caller), left()),
    })),
    defineOperation(routes.exploreLabels, async ({ query, caller, left }) =>
      listed(await explorer.labels(query.metric ?? null, await visibleTo(caller), left())),
    ),
    defineOperation(routes.exploreValues, async ({ query, caller, left }) =>
      listed(await explorer.values(query.label, query.metric ?? null, await visibleTo(caller), left())),
    ),
  ];
}
