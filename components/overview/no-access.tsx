'use client';
/** Signed in, but Kubernetes shows no namespace: what to ask an admin for, ready to run. */
import { useTranslations } from 'use-intl';
import { ForbiddenState } from '#components/ui/forbidden-state.tsx';

/** The built-in role `view` reads services and pods, which is what seeing a namespace takes. */
function grantFor(user: string): string {
  const quoted = `'${user.replaceAll("'", "'\\''")}'`;
  return `kubectl create rolebinding sluice-view \\\n  --clusterrole=view --user=${quoted} \\\n  --namespace=NAMESPACE`;
}

export function NoAccess({ user }: { user: string }) {
  const t = useTranslations('overview.noAccess');
  const common = useTranslations('common');
  return (
    <ForbiddenState
      centered
      title={t('title')}
      detail={t('lead', { user })}
      grant={grantFor(user)}
      copyLabel={common('copy')}
      copiedLabel={common('copied')}
    />
  );
}
