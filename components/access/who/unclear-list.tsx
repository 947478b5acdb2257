'use client';
/** Bindings of which nobody can say what they give. */
import { useTranslations } from 'use-intl';
import { subjectKey } from '#lib/access/rbac/subject.ts';
import type { Who } from '#lib/api/access/access.ts';
import styles from '../access.module.css';
import { BindingName, bindingKey } from '../binding-name.tsx';
import { SubjectName } from '../subject-name.tsx';

export function UnclearList({ unclear }: Pick<Who, 'unclear'>) {
  const t = useTranslations('access.who');
  if (unclear.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{t('unclear')}</h3>
      <p className={styles.dim}>{t('unclearLead')}</p>
      <ul className={styles.list}>
        {unclear.map(({ binding, subjects }) => (
          <li key={bindingKey(binding)}>
            <BindingName binding={binding} />
            <span className={styles.subjects}>
              {subjects.map((subject) => (
                <SubjectName key={subjectKey(subject)} subject={subject} />
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
