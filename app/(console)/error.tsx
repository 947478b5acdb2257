'use client';
/** A page that broke: the frame stays, and the page can be drawn again. */
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { ErrorState } from '#components/ui/states/error-state.tsx';

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('shell.crash');
  const common = useTranslations('common');
  return (
    <ErrorState
      centered
      title={t('title')}
      detail={t('detail')}
      reference={error.digest === undefined ? undefined : common('requestId', { id: error.digest })}
      actions={<Button onClick={reset}>{common('retry')}</Button>}
    />
  );
}
