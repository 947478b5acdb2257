/** Finds what is wrong with a query that the grammar refuses, and says it as Prometheus' lexer and parser do. */
import type { Tree } from '@lezer/common';

export interface SyntaxError {
  offset: number;
  message: string;
}

export function findSyntaxError(query: string, tree: Tree): SyntaxError | undefined {
  if (query.trim() === '') return { offset: 0, message: 'no expression found in input' };
  let offset = -1;
  tree.iterate({
    enter: (node) => {
      if (offset < 0 && node.type.isError) offset = node.from;
    },
  });
  if (offset < 0) return undefined;
  return { offset, message: offset >= query.length ? 'unexpected end of input' : 'unexpected input' };
}
