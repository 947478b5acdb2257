'use client';
/** Stands in for every page while Kubernetes cannot be asked who the reader is; tries again until it can. The session is kept. */
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { ErrorState } from '#components/ui/states/error-state.tsx';
import { whileVisible } from '#lib/client/stream/while-visible.ts';

const againMs = 5000;

export function Away() {
  const t = useTranslations('shell.sources');
  const common = useTranslations('common');
  const router = useRouter();
  useEffect(() => whileVisible(document, () => router.refresh(), againMs), [router]);
  return (
    <main>
      <ErrorState
        centered
        title={t('unreachable', { source: t('kubernetes') })}
        detail={t('recovers')}
        actions={<Button onClick={() => router.refresh()}>{common('retry')}</Button>}
      />
    </main>
  );
}
