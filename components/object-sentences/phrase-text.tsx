/** One phrase as text: names and amounts stand out, values keep their letters. */
import type { Phrase } from '#lib/istio/sentences/phrase.ts';
import styles from './object-sentences.module.css';
import { useSentenceText } from './use-sentence-text.ts';

export function PhraseText({ phrase }: { phrase: Phrase }) {
  const write = useSentenceText();
  return (
    <>
      {write(phrase).map(({ show, text }, index) => {
        const key = index;
        if (show === 'name' || show === 'amount') {
          return (
            <strong key={key} className={styles.name}>
              {text}
            </strong>
          );
        }
        if (show === 'value') {
          return (
            <code key={key} className={styles.value}>
              {text}
            </code>
          );
        }
        return (
          <span key={key} className={show === 'host' ? styles.host : undefined}>
            {text}
          </span>
        );
      })}
    </>
  );
}
