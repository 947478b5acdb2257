'use client';
/** A query's failure where nothing older can be shown: forbidden says the missing right, the rest can be tried again. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { ErrorState } from '#components/ui/states/error-state.tsx';
import { ForbiddenState } from '#components/ui/states/forbidden-state.tsx';
import { ApiError } from '#lib/client/call/api-error.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { grantCommands } from './grant-commands.ts';

export function useProblemText(): (error: unknown) => string {
  const t = useTranslations('common');
  return (error) => {
    if (!(error instanceof ApiError)) return t('problem.internal');
    const seconds = error.retryAfterSeconds;
    if (error.code === 'too-many-requests' && seconds !== null) return t('tooManyFor', { seconds });
    return t(`problem.${error.code}`);
  };
}

/** "list on pods in payments": the right that Kubernetes did not give. */
function useMissingText(): (missing: ApiError['missing']) => string {
  const t = useTranslations('common');
  return (missing) => {
    if (missing === undefined) return t('problem.forbidden');
    const { verb, resource, namespace } = missing;
    return namespace === null
      ? t('missingEverywhere', { verb, resource })
      : t('missing', { verb, resource, namespace });
  };
}

export function QueryProblem({
  error,
  title,
  onRetry,
  centered,
}: {
  error: unknown;
  title: string;
  /** Of a promise the button waits for the end. */
  onRetry: () => unknown;
  centered?: boolean;
}) {
  const t = useTranslations('common');
  const textOf = useProblemText();
  const missingText = useMissingText();
  const { data: whoami } = useQuery(queries.whoami());
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    try {
      await onRetry();
    } finally {
      setAsking(false);
    }
  };
  const retry = (
    <Button aria-busy={asking} disabled={asking} onClick={() => void ask()}>
      {t('retry')}
    </Button>
  );
  if (error instanceof ApiError && error.code === 'forbidden') {
    return (
      <ForbiddenState
        title={t('forbidden.title')}
        detail={joinSentences([missingText(error.missing), t('forbidden.ask')])}
        grant={
          whoami === undefined || error.missing === undefined
            ? undefined
            : grantCommands(whoami.user.name, error.missing)
        }
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
