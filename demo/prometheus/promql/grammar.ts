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

/** The grammar has no `2.` and no `0X1F`: for its eyes they become `20` and `0x1F`. The number itself is read from the query. */
function withWholeNumbers(query: string): string {
  return query.replace(/"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`[^`]*`?|#.*|(?<=\d)\.(?!\d)|\b0X/g, (text) =>
    text === '.' ? '0' : text === '0X' ? '0x' : text,
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
