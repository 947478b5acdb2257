'use client';
/** Whether the reader is more than a viewer anywhere, or in a namespace: viewers see no write controls at all. Kubernetes decides in any case. */
import { useQuery } from '@tanstack/react-query';
import { queries } from '#lib/client/queries/queries.ts';

export function useMayWrite(namespace?: string): boolean {
  return useWriters()(namespace);
}

/** The same for many namespaces; without one, for any. */
export function useWriters(): (namespace?: string) => boolean {
  const { data } = useQuery(queries.whoami());
  return (namespace) => {
    if (data === undefined || data.readOnly) return false;
    if (data.persona === 'cluster-admin') return true;
    return data.namespaces.some(
      ({ name, persona }) =>
        (namespace === undefined || name === namespace) &&
        (persona === 'developer' || persona === 'cluster-admin'),
    );
  };
}
