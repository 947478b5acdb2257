'use client';
/** What is of the past and still in use, with what takes its place. */
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import type { Mesh, Obsolete } from '#lib/api/mesh/mesh.ts';
import { routes } from '#lib/client/address/routes.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './mesh-page.module.css';
import { MeshTable } from './mesh-table.tsx';

export function PastPanel({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.past');
  if (mesh.obsolete.length === 0) return <EmptyState title={t('empty')} detail={t('emptyDetail')} />;
  return (
    <MeshTable
      title={t('title')}
      heads={[{ text: t('object') }, { text: t('found') }, { text: t('instead') }]}
    >
      {mesh.obsolete.map((one) => (
        <Row key={`${one.kind} ${one.namespace}/${one.name} ${one.found}`} found={one} />
      ))}
    </MeshTable>
  );
}

function Row({ found: one }: { found: Obsolete }) {
  const t = useTranslations('mesh.past');
  const { kind, kindName, namespace, name, what, found, instead, manager } = one;
  return (
    <tr>
      <th scope="row">
        {kindAt(kind) === undefined ? (
          <span className={styles.name}>{name}</span>
        ) : (
          <Link href={routes.configurationObject({ kind, namespace, name })} className={styles.link}>
            {name}
          </Link>
        )}
        <span className={styles.sub}>{[kindName, namespace].filter(Boolean).join(' · ')}</span>
      </th>
      <td>
        <span className={styles.mono}>{found}</span>
        <span className={styles.sub}>
          {t(`what.${what}`)}
          {manager !== null && manager !== '' && ` · ${t('writtenBy', { manager })}`}
        </span>
      </td>
      <td>
        {instead === null ? (
          <span className={styles.dim}>{t(what === 'field' ? 'gone' : 'notSaid')}</span>
        ) : what === 'annotation' ? (
          t('label')
        ) : (
          <span className={styles.mono}>{instead}</span>
        )}
      </td>
    </tr>
  );
}
