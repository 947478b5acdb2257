/** What the screens of traffic splits ask for; part of `queries` (queries.ts). */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import type { SplitWorld } from '#lib/api/splits/split-world.ts';
import type { Splits } from '#lib/api/splits/splits-list.ts';
import { apiRoutes, type ObjectName } from '../address/routes.ts';
import type { ListView } from '../address/scope.ts';
import { callApi } from '../call/api-client.ts';
import { framed } from '../call/frame.ts';
import { pollBeat } from './refresh.ts';
import { isRunningSplit } from './running-splits.ts';

const isSplits = framed<Splits>({ splits: 'array', warnings: 'array' });
const isSplitWorld = framed<SplitWorld>({
  service: 'object',
  versions: 'array',
  points: 'array',
  refusals: 'array',
  warnings: 'array',
});
const isSplit = framed<SplitLive>({
  state: 'string',
  versions: 'array',
  points: 'array',
  actions: 'array',
  timeline: 'array',
  warnings: 'array',
});

export const splitQueries = {
  splits: (view: ListView) =>
    queryOptions({
      queryKey: ['splits', view.namespaces, view.window],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.splits({ namespaces: view.namespaces?.join(','), window: view.window }),
          judge: isSplits,
          signal,
        }),
      placeholderData: keepPreviousData,
      refetchInterval: pollBeat,
    }),
  /** How many run, for the navigation: asked again when objects change, not with every tick of the metrics. */
  runningSplits: () =>
    queryOptions({
      queryKey: ['running-splits'],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.splits({}), judge: isSplits, signal }),
      select: ({ splits }: Splits) => splits.filter(isRunningSplit).length,
      staleTime: 60_000,
    }),
  splitWorld: (service: ObjectName) =>
    queryOptions({
      queryKey: ['split-world', service.namespace, service.name],
      queryFn: ({ signal }) => callApi({ path: apiRoutes.splitWorld(service), judge: isSplitWorld, signal }),
      enabled: service.name !== '',
      refetchInterval: pollBeat,
    }),
  /** `release`: a past one; null is what runs now. */
  split: ({ namespace, name, release }: ObjectName & { release: string | null }) =>
    queryOptions({
      queryKey: ['split', namespace, name, release],
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.split({ namespace, name }, { release: release ?? undefined }),
          judge: isSplit,
          signal,
        }),
      refetchInterval: pollBeat,
    }),
};
