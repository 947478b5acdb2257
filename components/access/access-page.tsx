'use client';
/** Rights: one's own, who may do what in a namespace, and what a subject may do. The last two are for who may list bindings. */
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { TabList } from '#components/ui/page/tab-list.tsx';
import { queries } from '#lib/client/queries/queries.ts';
import styles from './access.module.css';
import { OwnPanel } from './own/own-panel.tsx';
import { SubjectPanel } from './subject/subject-panel.tsx';
import { type AccessTab, accessTabs, everywhere, useAccessUrl } from './use-access-url.ts';
import { WhoPanel } from './who/who-panel.tsx';

export function AccessPage() {
  const t = useTranslations('access');
  const url = useAccessUrl();
  const { data: whoami } = useQuery(queries.whoami());
  const names = whoami?.namespaces.map(({ name }) => name) ?? [];
  const fallback = whoami?.allNamespaces ? everywhere : (names[0] ?? null);
  const chosen = url.namespace ?? fallback;
  const seen = useSeesGrants(chosen);
  // A link to a view opens it for everybody: who may not read it is told what is missing.
  const tabs: readonly AccessTab[] = seen || url.tab !== 'own' ? accessTabs : ['own'];
  return (
    <div className={styles.page}>
      <header className={styles.head} data-tabs={tabs.length > 1 || undefined}>
        <h1>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
        {tabs.length > 1 && (
          <TabList
            label={t('tabs.label')}
            id="access"
            current={url.tab}
            onChange={(tab) => void url.set({ tab })}
            tabs={tabs.map((name) => ({ name, label: t(`tabs.${name}`) }))}
          />
        )}
      </header>
      <div
        className={styles.panel}
        {...(tabs.length > 1
          ? { role: 'tabpanel', id: 'access-panel', 'aria-labelledby': `access-${url.tab}` }
          : {})}
      >
        {url.tab === 'own' && whoami !== undefined && (
          <OwnPanel whoami={whoami} chosen={chosen} onChoose={(namespace) => void url.set({ namespace })} />
        )}
        {url.tab === 'who' && (
          <WhoPanel url={url} names={names} chosen={chosen === everywhere ? (names[0] ?? null) : chosen} />
        )}
        {url.tab === 'subject' && <SubjectPanel url={url} />}
      </div>
    </div>
  );
}

/** Of the namespace that is shown: the answer is asked for there anyway. */
function useSeesGrants(chosen: string | null): boolean {
  const query = queries.access(chosen === everywhere ? null : chosen);
  const { data } = useQuery({ ...query, enabled: chosen !== null });
  return data?.abilities.some(({ id, state }) => id === 'seeGrants' && state !== 'none') ?? false;
}
