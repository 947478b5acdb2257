/** One object of the configuration and changes of several: what the editor, the review and the dialogs ask and do. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Choices } from '#lib/api/choices.ts';
import type {
  ApplyAnswer,
  Change,
  CheckAnswer,
  ConfigurationObject,
  DryRunAnswer,
  ObjectRef,
} from '#lib/api/configuration.ts';
import { callApi } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { framed } from './frame.ts';
import { pollBeat } from './refresh.ts';
import { apiRoutes } from './routes.ts';

const isObject = framed<ConfigurationObject>({
  object: 'object',
  text: 'string',
  findings: 'array',
  touchedBy: 'array',
  may: 'object',
  managedBy: 'object',
});
const isChoices = framed<Choices>({ hosts: 'array', gateways: 'array', namespaces: 'array', creatable: 'array' });
const isCheck = framed<CheckAnswer>({ changes: 'array', elsewhere: 'object', related: 'object' });
const isDryRun = framed<DryRunAnswer>({ changes: 'array' });
const isApplied = framed<ApplyAnswer>({ changes: 'array', order: 'array', done: 'boolean' });

export const configurationQueries = {
  object: (ref: ObjectRef) =>
    queryOptions({
      queryKey: ['configuration', 'object', ref.kind, ref.namespace, ref.name] as const,
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.configurationObject(ref), judge: isObject, signal }),
      refetchInterval: pollBeat,
      // What is not there is told at once.
      retry: (count, error) => !(error instanceof ApiError && error.status === 404) && count < 2,
    }),
  choices: (namespace: string) =>
    queryOptions({
      queryKey: ['configuration', 'choices', namespace] as const,
      queryFn: ({ signal }) =>
        callApi({ path: apiRoutes.configurationChoices({ namespace }), judge: isChoices, signal }),
      placeholderData: keepPreviousData,
      staleTime: 10_000,
    }),
  /** The last answer stays while the next is made. */
  check: (changes: readonly Change[]) =>
    queryOptions({
      queryKey: ['configuration', 'check', changes] as const,
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.checkChanges(),
          method: 'POST',
          body: { changes },
          judge: isCheck,
          signal,
        }),
      enabled: changes.length > 0,
      placeholderData: keepPreviousData,
      staleTime: 5_000,
      gcTime: 20_000,
      retry: false,
    }),
  dryRun: (changes: readonly Change[]) =>
    queryOptions({
      queryKey: ['configuration', 'dry-run', changes] as const,
      queryFn: ({ signal }) =>
        callApi({
          path: apiRoutes.dryRunChanges(),
          method: 'POST',
          body: { changes },
          judge: isDryRun,
          signal,
        }),
      enabled: changes.length > 0,
      staleTime: 15_000,
      gcTime: 20_000,
      retry: false,
    }),
};

/** @throws ApiError */
export function applyChanges(changes: readonly Change[], reason: string): Promise<ApplyAnswer> {
  return callApi({
    path: apiRoutes.applyChanges(),
    method: 'POST',
    body: { changes, reason },
    judge: isApplied,
  });
}
