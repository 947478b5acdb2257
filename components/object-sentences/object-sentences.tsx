'use client';
/** What an object does, in sentences; rules with their number, in their order. For the object's page and for the editor beside it. */
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Json, Path } from '#lib/document/json.ts';
import { pathText } from '#lib/document/json.ts';
import { sentencesOf } from '#lib/istio/sentences/object-sentences.ts';
import type { Sentence } from '#lib/istio/sentences/phrase.ts';
import styles from './object-sentences.module.css';
import { PhraseText } from './phrase-text.tsx';

interface ObjectSentencesProps {
  object: Json;
  rootNamespace?: string;
  /** Leads to where a sentence comes from, when the page has such a place. */
  onPlace?: (path: Path) => void;
  /** How many are shown before the reader asks for more. */
  first?: number;
}

export function ObjectSentences({ object, rootNamespace, onPlace, first = 25 }: ObjectSentencesProps) {
  const t = useTranslations('sentences.view');
  const [shown, setShown] = useState(first);
  const told = useMemo(() => sentencesOf(object, { rootNamespace }), [object, rootNamespace]);
  if (told === null) return <p className={styles.quiet}>{t('noKind')}</p>;
  const { sentences, asWritten } = told;
  const more = sentences.length - shown;
  return (
    <div className={styles.told}>
      <ol className={styles.list}>
        {sentences.slice(0, shown).map((one) => (
          <SentenceRow key={`${one.about}${JSON.stringify(one.path)}`} sentence={one} onPlace={onPlace} />
        ))}
      </ol>
      {more > 0 && (
        <Button size="small" onClick={() => setShown(shown + 200)}>
          {t('more', { count: Math.min(more, 200) })}
        </Button>
      )}
      {asWritten.length > 0 && (
        <details className={styles.written}>
          <summary>{t('asWritten', { count: asWritten.length })}</summary>
          <dl>
            {asWritten.slice(0, 200).map(({ path, value }) => (
              <div key={JSON.stringify(path)}>
                <dt>{pathText(path)}</dt>
                <dd>{JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function SentenceRow({
  sentence: { phrase, rule, under = [], path },
  onPlace,
}: {
  sentence: Sentence;
  onPlace: ((path: Path) => void) | undefined;
}) {
  const t = useTranslations('sentences.view');
  return (
    <li className={styles.row}>
      {rule === undefined ? (
        <span className={styles.dot} aria-hidden="true" />
      ) : (
        <Place label={t('rule', { number: rule.number })} onPlace={onPlace} path={path}>
          {String(rule.number)}
        </Place>
      )}
      <div className={styles.body}>
        {rule?.name !== null && rule !== undefined && <span className={styles.ruleName}>{rule.name}</span>}
        <p className={styles.sentence}>
          <PhraseText phrase={phrase} />
        </p>
        {under.length > 0 && (
          <ul className={styles.under}>
            {under.map((one) => (
              <li key={`${one.about}${JSON.stringify(one.path)}`}>
                <PhraseText phrase={one.phrase} />
                {one.under?.map((inner) => (
                  <span key={`${inner.about}${JSON.stringify(inner.path)}`} className={styles.inner}>
                    <PhraseText phrase={inner.phrase} />
                  </span>
                ))}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function Place({
  label,
  path,
  onPlace,
  children,
}: {
  label: string;
  path: Path;
  onPlace: ((path: Path) => void) | undefined;
  children: string;
}) {
  if (onPlace === undefined) {
    return (
      <span className={styles.number} role="img" aria-label={label}>
        {children}
      </span>
    );
  }
  return (
    <button type="button" className={styles.number} aria-label={label} onClick={() => onPlace(path)}>
      {children}
    </button>
  );
}
