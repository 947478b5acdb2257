'use client';
/** Abilities down, namespaces across; a namespace's head chooses whose verbs are shown below. */
import { useTranslations } from 'use-intl';
import { PlainTable } from '#components/ui/page/plain-table.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import { type AbilityId, abilities } from '#lib/access/abilities.ts';
import type { SubjectAccess } from '#lib/api/access/access.ts';
import styles from '../access.module.css';
import { AnswerMark } from '../answer-mark.tsx';

export interface AbilityMatrixProps {
  data: SubjectAccess;
  namespace: string | null;
  onChoose(namespace: string | null): void;
}

export function AbilityMatrix({ data, namespace, onChoose }: AbilityMatrixProps) {
  const t = useTranslations('access');
  const columns = [
    { key: null, text: t('subject.everywhere'), states: data.everywhere },
    ...data.namespaces.map(({ name, abilities: states }) => ({ key: name, text: name, states })),
  ];
  const label = t('subject.matrix');
  const stateIn = (states: SubjectAccess['everywhere'], id: AbilityId) =>
    states.find((one) => one.id === id)?.state ?? 'none';
  return (
    <PlainTable
      title={label}
      className={styles.table}
      narrow
      heads={
        <>
          <th>{t('subject.ability')}</th>
          {columns.map(({ key, text }) => (
            <th key={key ?? ''} className={styles.column}>
              <button
                type="button"
                className={styles.columnButton}
                aria-pressed={key === namespace}
                onClick={() => onChoose(key)}
              >
                {text}
              </button>
            </th>
          ))}
        </>
      }
    >
      {abilities.map(({ id, place }) => (
        <tr key={id}>
          <th scope="row">{t(`ability.${id}`)}</th>
          {columns.map(({ key, states }) => (
            <td key={key ?? ''} className={styles.column}>
              {place === 'mesh' && key !== null ? (
                <VisuallyHidden>{t('own.notAsked')}</VisuallyHidden>
              ) : (
                <AnswerMark state={stateIn(states, id)} />
              )}
            </td>
          ))}
        </tr>
      ))}
    </PlainTable>
  );
}
