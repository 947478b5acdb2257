/** The tree of a query by Prometheus' own lezer grammar (made for editors: it never fails, so holes in the tree are errors here). */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { parseError } from './query-error.ts';
import { explainSyntax } from './syntax-error.ts';

/** The node of the whole expression. Throws a QueryError of type bad_data for what is not PromQL. */
export function parseTree(query: string): SyntaxNode {
  const tree = parser.parse(withWholeNumbers(query));
  const top = tree.topNode.firstChild;
  if (!top || hasHoles(tree)) {
    const problem = explainSyntax(query);
    throw parseError(query, problem?.offset ?? 0, problem?.message ?? 'unexpected input');
  }
  return top;
}

function hasHoles(tree: Tree): boolean {
  let found = false;
  tree.iterate({
    enter: (node) => {
      found ||= node.type.isError;
      return !found;
    },
  });
  return found;
}

const text = /"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`[^`]*`?|#.*/;
const unknownToGrammar = /(?<=\d)\.(?!\d)|\b0X|\b(?:step|range|min_of|max_of)(?=\s*\()/;
const masked = new RegExp(`${text.source}|(${unknownToGrammar.source})`, 'gi');

/**
 * The grammar has no `2.`, no `0X1F` and no `STEP()`: for its eyes they become `20`, `0x1F` and `step()`. The number itself is read
 * from the query.
 */
function withWholeNumbers(query: string): string {
  return query.replace(masked, (found: string, unknown?: string) =>
    unknown === undefined ? found : unknown === '.' ? '0' : unknown.toLowerCase(),
  );
}

/** Without comments. */
export function childrenOf(node: SyntaxNode | null | undefined): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node?.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}
