'use client';
/** A query's failure where nothing older can be shown: forbidden says the missing right, the rest can be tried again. */
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { ForbiddenState } from '#components/ui/forbidden-state.tsx';
import { ApiError } from '#lib/client/api-error.ts';

export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('common');
  return (error) => t(`problem.${error instanceof ApiError ? error.code : 'internal'}`);
}

function missingRight(error: ApiError): string | undefined {
  if (error.missing === undefined) return undefined;
  const { verb, group, resource, namespace } = error.missing;
  const kind = group === '' ? resource : `${resource}.${group}`;
  return `kubectl auth can-i ${verb} ${kind} ${namespace === null ? '--all-namespaces' : `--namespace ${namespace}`}`;
}

export function QueryProblem({
  error,
  title,
  onRetry,
  centered,
}: {
  error: unknown;
  title: string;
  onRetry: () => void;
  centered?: boolean;
}) {
  const t = useTranslations('common');
  const textOf = useProblemText();
  const retry = <Button onClick={onRetry}>{t('retry')}</Button>;
  if (error instanceof ApiError && error.code === 'forbidden') {
    return (
      <ForbiddenState
        title={t('forbidden.title')}
        detail={t('forbidden.ask')}
        grant={missingRight(error)}
        copyLabel={t('copy')}
        copiedLabel={t('copied')}
        actions={retry}
        centered={centered}
      />
    );
  }
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <ErrorState
      title={title}
      detail={textOf(error)}
      reference={requestId === null ? undefined : t('requestId', { id: requestId })}
      actions={retry}
      centered={centered}
    />
  );
}
