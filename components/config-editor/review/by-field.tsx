'use client';
import { ArrowRight } from 'lucide-react';
import { Suspense, use } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { pathText } from '#lib/document/json.ts';
import { loadFieldTexts } from '#lib/i18n/fields/field-texts.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { ChangeGroup, FieldChange } from '#lib/istio/changes/field-changes.ts';
/** The changes field by field, under the rule or subset that they belong to, in the words of the form. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import styles from './by-field.module.css';
import { listName, stepsName } from './field-name.ts';
import page from './review.module.css';
import type { ReviewItem } from './use-review.ts';

export function ByField({ items }: { items: readonly ReviewItem[] }) {
  const t = useTranslations('editor.review');
  return (
    <section className={styles.byField} aria-label={t('byField')}>
      <h2>{t('byField')}</h2>
      <Suspense fallback={<SkeletonBar width="60%" />}>
        {items.map((item, index) => (
          <Fields key={item.id} item={item} place={index + 1} />
        ))}
      </Suspense>
    </section>
  );
}

function Fields({ item, place }: { item: ReviewItem; place: number }) {
  const t = useTranslations('editor.review');
  const format = useFormat();
  const texts = use(loadFieldTexts(useLocale()));
  const { kind, name, fields, draft, untouched } = item;
  return (
    <div className={styles.fields}>
      <h3>
        <span className={page.quiet}>{place}</span> {nameOfKind(kind)} <b>{name}</b>
      </h3>
      {draft.op === 'create' ? (
        <p className={page.quiet}>{t('againstNothing')}</p>
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
        <p className={page.quiet}>
          {t('untouched', {
            parts: format.list(
              untouched.map(({ words, count }) =>
                t('untouchedPart', { list: listName(texts, words), count }),
              ),
            ),
          })}
        </p>
      )}
    </div>
  );
}

const namedGroups = ['http', 'tls', 'tcp', 'rules', 'subsets', 'servers', 'listeners'] as const;

function useGroupName(): (group: ChangeGroup) => string {
  const t = useTranslations('editor.review.group');
  const texts = use(loadFieldTexts(useLocale()));
  return ({ list, words, index, label }) => {
    const known = namedGroups.find((name) => name === list);
    const name =
      known === undefined
        ? t('other', { list: listName(texts, words), place: index + 1 })
        : t(known, { place: index + 1 });
    return label === null ? name : `${name} ${label}`;
  };
}

function Field({ change }: { change: FieldChange }) {
  const t = useTranslations('editor.review');
  const texts = use(loadFieldTexts(useLocale()));
  const groupName = useGroupName();
  const { group, of, steps, before, after, moved, path } = change;
  const own = stepsName(texts, steps);
  const name = moved
    ? own === ''
      ? t('order')
      : t('orderOf', { field: own })
    : own === ''
      ? t('whole')
      : own;
  return (
    <tr>
      <th scope="row">
        {group !== null && <span className={styles.group}>{groupName(group)}</span>}
        {/* As the document writes it, for who reads YAML. */}
        <span title={pathText(path)}>{of === null ? name : t('of', { field: name, item: of })}</span>
      </th>
      <td>{before === null ? <span className={styles.none}>{t('none')}</span> : <del>{before}</del>}</td>
      <td aria-hidden className={styles.arrow}>
        <ArrowRight size={12} />
      </td>
      <td>{after === null ? <span className={styles.none}>{t('none')}</span> : <ins>{after}</ins>}</td>
    </tr>
  );
}
