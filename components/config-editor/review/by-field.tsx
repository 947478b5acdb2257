'use client';
/** The changes field by field, under the rule or subset that they belong to. */
import { ArrowRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { ChangeGroup, FieldChange } from '#lib/istio/changes/field-changes.ts';
import styles from './review.module.css';
import type { ReviewItem } from './use-review.ts';

export function ByField({ items }: { items: readonly ReviewItem[] }) {
  const t = useTranslations('editor.review');
  return (
    <section className={styles.byField} aria-label={t('byField')}>
      <h2>{t('byField')}</h2>
      {items.map((item, index) => (
        <Fields key={item.id} item={item} place={index + 1} />
      ))}
    </section>
  );
}

function Fields({ item, place }: { item: ReviewItem; place: number }) {
  const t = useTranslations('editor.review');
  const format = useFormat();
  const { kind, name, fields, draft, untouched } = item;
  return (
    <div className={styles.fields}>
      <h3>
        <span className={styles.quiet}>{place}</span> {kind.kind} <b>{name}</b>
      </h3>
      {draft.op === 'create' ? (
        <p className={styles.quiet}>{t('againstNothing')}</p>
      ) : (
        <table>
          <thead className={styles.unseen}>
            <tr>
              <th scope="col">{t('field')}</th>
              <th scope="col">{t('was')}</th>
              <td />
              <th scope="col">{t('becomes')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((change) => (
              <Field key={JSON.stringify([change.path, change.before, change.after])} change={change} />
            ))}
          </tbody>
        </table>
      )}
      {untouched.length > 0 && (
        <p className={styles.quiet}>
          {t('untouched', { parts: format.list(untouched.map((part) => t('untouchedPart', part))) })}
        </p>
      )}
    </div>
  );
}

const namedGroups = ['http', 'tls', 'tcp', 'rules', 'subsets', 'servers', 'listeners'] as const;

function useGroupName(): (group: ChangeGroup) => string {
  const t = useTranslations('editor.review.group');
  return ({ list, index, label }) => {
    const known = namedGroups.find((name) => name === list);
    const words =
      known === undefined ? t('other', { list, place: index + 1 }) : t(known, { place: index + 1 });
    return label === null ? words : `${words} ${label}`;
  };
}

function Field({ change }: { change: FieldChange }) {
  const t = useTranslations('editor.review');
  const format = useFormat();
  const groupName = useGroupName();
  const { group, of, field, before, after, moved } = change;
  const name = moved
    ? field === ''
      ? t('order')
      : format.phrases([field, t('order')])
    : field === ''
      ? t('whole')
      : field;
  return (
    <tr>
      <th scope="row">
        {group !== null && <span className={styles.quiet}>{groupName(group)}</span>}
        {/* Fields are called as the document has them. */}
        <span translate={of === null && !moved && field !== '' ? 'no' : undefined}>
          {of === null ? name : t('of', { field: name, item: of })}
        </span>
      </th>
      <td>{before === null ? <span className={styles.quiet}>{t('none')}</span> : <del>{before}</del>}</td>
      <td aria-hidden className={styles.arrow}>
        <ArrowRight size={12} />
      </td>
      <td>{after === null ? <span className={styles.quiet}>{t('none')}</span> : <ins>{after}</ins>}</td>
    </tr>
  );
}
