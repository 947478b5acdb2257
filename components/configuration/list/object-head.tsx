'use client';
/** How many objects there are and are shown, what cannot be read, and the way to a new one. */
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { WarningNotes } from '#components/shell/warning-notes.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { StaleBadge } from '#components/ui/stale-badge.tsx';
import type { Configuration } from '#lib/api/configuration.ts';
import { routes } from '#lib/client/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '../kind-names.ts';
import styles from './list.module.css';

/** The states of the kinds say the same, with names that people know. */
const saidByKinds: ReadonlySet<string> = new Set(['kind-forbidden', 'kind-stale']);

export interface ObjectHeadProps {
  answer: Configuration;
  shown: number;
  /** Chosen in the filter, when it is one. */
  kind: string | undefined;
  failed: boolean;
}

export function ObjectHead({ answer, shown, kind, failed }: ObjectHeadProps) {
  const t = useTranslations('configuration.list');
  const lists = useTranslations('lists');
  const mayWrite = useMayWrite();
  const count = answer.objects.length;
  const namespaces = new Set(answer.objects.map(({ namespace }) => namespace)).size;
  return (
    <>
      <div className={styles.head}>
        <h1>{shown === count ? t('count', { count }) : t('some', { shown, count })}</h1>
        <p className={styles.facts}>
          {lists(answer.allNamespaces ? 'namespaces' : 'yourNamespaces', { count: namespaces })}
        </p>
        {mayWrite && (
          <ButtonLink
            href={routes.configNew({ kind })}
            tone="accent"
            leading={<Plus size={14} aria-hidden />}
          >
            {t('create')}
          </ButtonLink>
        )}
      </div>
      <div className={styles.notes} role="status">
        {failed && <StaleBadge>{lists('notRenewed')}</StaleBadge>}
        <KindNotes kinds={answer.kinds} />
        <WarningNotes warnings={answer.warnings.filter(({ code }) => !saidByKinds.has(code))} />
      </div>
    </>
  );
}

/** Kinds that are not all here: by the reader's rights, by the console's own, or because they have not come yet. */
function KindNotes({ kinds }: Pick<Configuration, 'kinds'>) {
  const t = useTranslations('configuration.list');
  const format = useFormat();
  const names = (state: string) =>
    kinds.filter((one) => one.state === state).map(({ kind }) => kindName(kind));
  const [forbidden, away, starting] = [names('forbidden'), names('unreachable'), names('starting')];
  const hidden = new Map<string, string[]>();
  for (const { kind, unreadable } of kinds) {
    if (unreadable.length === 0) continue;
    const places = format.list(unreadable);
    hidden.set(places, [...(hidden.get(places) ?? []), kindName(kind)]);
  }
  return (
    <>
      {forbidden.length > 0 && (
        <StaleBadge>{t('consoleForbidden', { kinds: format.list(forbidden) })}</StaleBadge>
      )}
      {away.length > 0 && <StaleBadge>{t('away', { kinds: format.list(away) })}</StaleBadge>}
      {starting.length > 0 && <StaleBadge>{t('starting', { kinds: format.list(starting) })}</StaleBadge>}
      {[...hidden].map(([places, of]) => (
        <StaleBadge key={places}>
          {t('unreadable', {
            kinds: of.length > 6 ? t('someKinds', { count: of.length }) : format.list(of),
            namespaces: places,
          })}
        </StaleBadge>
      ))}
    </>
  );
}
