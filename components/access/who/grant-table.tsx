'use client';
/** RoleBindings that give a persona of the console here, and taking one back. Who may not sees no button at all. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import { subjectKey } from '#lib/access/rbac/subject.ts';
import type { Who } from '#lib/api/access/access.ts';
import styles from '../access.module.css';
import { SubjectName, subjectText } from '../subject-name.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

export function GrantTable({ who: { grants, namespace, may } }: { who: Who }) {
  const t = useTranslations('access');
  const [asked, setAsked] = useState<string | null>(null);
  const revoked = grants.find(({ uid }) => uid === asked);
  const title = t('grants.title', { namespace });
  return (
    <>
      <PlainTable
        title={title}
        className={styles.table}
        heads={
          <>
            <th>{t('who.subject')}</th>
            <th>{t('grants.persona')}</th>
            <th>{t('grants.binding')}</th>
            {may.revoke && (
              <th>
                <VisuallyHidden>{t('grants.action')}</VisuallyHidden>
              </th>
            )}
          </>
        }
      >
        {grants.map(({ name, uid, persona, subjects, revocable }) => {
          const [first] = subjects;
          const words = { persona: t(`persona.${persona}`), name: first ? subjectText(first) : name };
          return (
            <tr key={uid}>
              <th scope="row">
                <span className={styles.subjects}>
                  {subjects.map((subject) => (
                    <SubjectName key={subjectKey(subject)} subject={subject} />
                  ))}
                </span>
              </th>
              <td className={styles.word}>{words.persona}</td>
              <td className={styles.mono}>{name}</td>
              {may.revoke && (
                <td className={styles.end}>
                  {revocable ? (
                    <Button
                      size="small"
                      aria-label={t('grants.revokeOf', words)}
                      onClick={() => setAsked(uid)}
                    >
                      {t('grants.revoke')}
                    </Button>
                  ) : (
                    <span className={styles.dim}>{t('grants.several')}</span>
                  )}
                </td>
              )}
            </tr>
          );
        })}
      </PlainTable>
      {revoked !== undefined && (
        <RevokeDialog grant={revoked} namespace={namespace} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
