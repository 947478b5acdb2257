'use client';
/** A change of an object in sentences, numbered on from `start`: what holds now, and what held until now. Null is an object that is not there. */
import { useMemo } from 'react';
import type { Json } from '#lib/document/json.ts';
import { differenceSentences } from '#lib/istio/sentences/difference.ts';
import styles from './object-sentences.module.css';
import { PhraseText } from './phrase-text.tsx';

interface DifferenceSentencesProps {
  before: Json | null;
  after: Json | null;
  rootNamespace?: string;
  start?: number;
  /** Names the object at the right of the first sentence. */
  object?: string;
}

export function DifferenceSentences({
  before,
  after,
  rootNamespace,
  start = 1,
  object,
}: DifferenceSentencesProps) {
  const told = useMemo(
    () => differenceSentences(before, after, { rootNamespace }),
    [before, after, rootNamespace],
  );
  return (
    <ol className={styles.list} start={start}>
      {told.map(({ phrase, path, kind }, index) => (
        <li key={`${kind}${JSON.stringify(path)}${JSON.stringify(phrase)}`} className={styles.row}>
          <span className={styles.number} aria-hidden="true">
            {start + index}
          </span>
          <p className={styles.sentence}>
            <PhraseText phrase={phrase} />
          </p>
          {object !== undefined && index === 0 && <span className={styles.object}>{object}</span>}
        </li>
      ))}
    </ol>
  );
}
