'use client';
/** A page that has nothing to show, and nothing to do, for whoever sees no namespace. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queries } from '#lib/client/queries/queries.ts';
import { NoAccess } from './no-access.tsx';

export function NeedsNamespace({ children }: { children: ReactNode }) {
  const { data: whoami } = useQuery(queries.whoami());
  return whoami?.namespaces.length === 0 ? <NoAccess user={whoami.user.name} /> : children;
}
