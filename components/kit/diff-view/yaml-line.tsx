/** One line of YAML with its keys, values and comments told apart. */
import { spelledOut } from '../hidden-letters.ts';
import styles from './diff-view.module.css';
import { yamlWords } from './yaml-words.ts';

export function YamlLine({ text }: { text: string }) {
  let at = 0;
  return (
    <code className={styles.text}>
      {yamlWords(text).map(({ kind, text: word }) => {
        at += word.length;
        return kind === 'text' ? (
          spelledOut(word)
        ) : (
          <span key={at} className={styles[kind]}>
            {spelledOut(word)}
          </span>
        );
      })}
      {'\n'}
    </code>
  );
}
