'use client';
/** Why there are no traces: no store, not yours to read, or silent. Three different states, with what to ask for. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { ErrorState } from '#components/ui/states/error-state.tsx';
import { ForbiddenState } from '#components/ui/states/forbidden-state.tsx';
import type { Traces } from '#lib/api/traffic/traces.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { gateText } from '#lib/links/gate.ts';
import { grantCommands } from '#lib/links/grant-commands.ts';

export function SourceNote({ source }: { source: Pick<Traces, 'state' | 'product' | 'gate'> }) {
  const t = useTranslations('traces.state');
  const common = useTranslations('common');
  const { data: whoami } = useQuery(queries.whoami());
  const product = source.product === 'tempo' ? 'Tempo' : 'Jaeger';
  switch (source.state) {
    case 'ok':
      return null;
    case 'not-installed':
      return <EmptyState title={t('not-installed')} detail={t('not-installed-hint')} />;
    case 'unreachable':
      return <ErrorState title={t('unreachable', { product })} detail={t('unreachable-hint')} />;
    case 'forbidden':
      return (
        <ForbiddenState
          title={t('forbidden', { product })}
          detail={t('forbidden-hint', { gate: source.gate === null ? '' : gateText(source.gate) })}
          grant={
            source.gate === null || whoami === undefined
              ? undefined
              : grantCommands(source.gate, whoami.user.name).join('\n')
          }
          copyLabel={common('copy')}
          copiedLabel={common('copied')}
        />
      );
  }
}
