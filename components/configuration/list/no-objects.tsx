'use client';
/** There is no object: because of the chosen namespaces, because the reader may read no kind, or because there is none yet. */
import { useTranslations } from 'use-intl';
import { NoMesh } from '#components/shell/notes/no-mesh.tsx';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { Configuration } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';

export function NoObjects({ answer }: { answer: Configuration }) {
  const t = useTranslations('configuration.list');
  const lists = useTranslations('lists');
  const { namespaces, setNamespaces } = useScope();
  const mayWrite = useMayWrite();
  const served = answer.kinds.filter(({ state }) => state !== 'not-served');
  if (served.length === 0) return <NoMesh />;
  const starting = served.some(({ state }) => state === 'starting');
  const hidden = served.some(({ unreadable }) => unreadable.length > 0);
  const detail = starting
    ? t('noneYet')
    : hidden
      ? t('noneReadable')
      : t(namespaces === null ? 'noneDetail' : 'noneInScope');
  return (
    <EmptyState
      centered
      title={t('none')}
      detail={detail}
      actions={
        <>
          {namespaces !== null && (
            <Button onClick={() => setNamespaces(null)}>{lists('showAllNamespaces')}</Button>
          )}
          {mayWrite && (
            <ButtonLink href={routes.configNew()} tone="accent">
              {t('create')}
            </ButtonLink>
          )}
        </>
      }
    />
  );
}
