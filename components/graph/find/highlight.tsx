/** The expression with its words coloured, behind a field whose own text is transparent. */
import { fieldName } from '#lib/graph/find/fields.ts';
import type { FindProblem } from '#lib/graph/find/parse.ts';
import { readTokens, type Token } from '#lib/graph/find/tokens.ts';
import styles from './find.module.css';

function toneOf(token: Token, next: Token | undefined): string | undefined {
  switch (token.kind) {
    case 'and':
    case 'or':
    case 'not':
      return styles.keyword;
    case 'quoted':
      return styles.quoted;
    case 'word': {
      const word = token.text.toLowerCase();
      const asked = next?.kind === 'comparison' || next?.text.toLowerCase() === 'in' || next?.kind === 'not';
      if (asked && fieldName(token.text) !== null) return styles.field;
      return (word === 'is' || word === 'has' || word === 'in') && next !== undefined
        ? styles.keyword
        : undefined;
    }
    default:
      return undefined;
  }
}

export function Highlight({ text, problem }: { text: string; problem: FindProblem | null }) {
  const tokens = readTokens(text);
  let at = 0;
  return (
    <>
      {tokens.map((token, index) => {
        const gap = text.slice(at, token.from);
        at = token.to;
        const wrong = problem !== null && token.from < problem.to && token.to > problem.from;
        return (
          <span key={token.from}>
            {gap}
            <span className={toneOf(token, tokens[index + 1])} data-wrong={wrong || undefined}>
              {text.slice(token.from, token.to)}
            </span>
          </span>
        );
      })}
      {text.slice(at)}
    </>
  );
}
