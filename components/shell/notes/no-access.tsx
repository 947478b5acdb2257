'use client';
/** Signed in, but Kubernetes shows no namespace: what to ask an admin for, ready to run. */
import { useTranslations } from 'use-intl';
import { ForbiddenState } from '#components/ui/states/forbidden-state.tsx';
import { anonymousUser, viewCommand } from './grant-commands.ts';

export function NoAccess({ user }: { user: string }) {
  const t = useTranslations('overview.noAccess');
  const common = useTranslations('common');
  return (
    <ForbiddenState
      centered
      title={t('title')}
      detail={user === anonymousUser ? t('leadAnonymous') : t('lead', { user })}
      grant={viewCommand(user, 'NAMESPACE')}
      copyLabel={common('copy')}
      copiedLabel={common('copied')}
    />
  );
}
