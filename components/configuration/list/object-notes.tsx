'use client';
/** What of the configuration cannot be read, or is old. */
import { useTranslations } from 'use-intl';
import { WarningNotes } from '#components/shell/notes/warning-notes.tsx';
import { StaleBadge } from '#components/ui/states/stale-badge.tsx';
import type { Configuration } from '#lib/api/configuration/configuration.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindName } from '#lib/istio/kinds/kind-name.ts';

/** The states of the kinds say the same, with names that people know. */
const saidByKinds: ReadonlySet<string> = new Set(['kind-forbidden', 'kind-stale']);

export interface ObjectNotesProps {
  answer: Configuration;
  /** The last question was not answered. */
  failed: boolean;
}

export function ObjectNotes({ answer, failed }: ObjectNotesProps) {
  const lists = useTranslations('lists');
  return (
    <>
      {failed && <StaleBadge>{lists('notRenewed')}</StaleBadge>}
      <KindNotes kinds={answer.kinds} />
      <WarningNotes warnings={answer.warnings.filter(({ code }) => !saidByKinds.has(code))} />
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
