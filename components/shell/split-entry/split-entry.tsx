'use client';
/** The way into the wizard with the service chosen: for every page that shows one. Not for viewers, and not while a split of ours runs. */
import { useQuery } from '@tanstack/react-query';
import { Split } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useMayWrite } from '../use-may-write.ts';

export function SplitEntry({ namespace, name, candidate }: ObjectName & { candidate?: string | undefined }) {
  const t = useTranslations('shell.palette');
  const mayWrite = useMayWrite(namespace);
  const { data, isPending } = useQuery(queries.splits({ namespaces: [namespace], window: '60s' }));
  const runs = data?.splits.some(
    (one) =>
      one.namespace === namespace &&
      one.service === name &&
      (one.state === 'tracked' || one.state === 'foreign'),
  );
  // Until it is known, nothing is offered that would be taken back.
  if (!mayWrite || isPending || runs === true) return null;
  return (
    <ButtonLink
      size="small"
      href={routes.splitNew({ service: `${namespace}/${name}`, candidate })}
      leading={<Split size={14} aria-hidden />}
      prefetch={false}
    >
      {t('split')}
    </ButtonLink>
  );
}
