'use client';
/** Whether traffic can be routed at all: not where Istio was never installed, and no Gateway API either. True until it is known. */
import { useQuery } from '@tanstack/react-query';
import { queries } from '#lib/client/queries/queries.ts';

export function useRoutable(): boolean {
  return useQuery(queries.about()).data?.routable !== false;
}
