/** Why a query has no answer: thrown inside reader and evaluator, turned into a Result at their doors. */

/** Prometheus' `errorType`. */
export type QueryErrorType = 'bad_data' | 'execution' | 'timeout';

export class QueryError extends Error {
  readonly type: QueryErrorType;
  /** UTF-16 offset in the query, of an error of the text. */
  readonly offset: number | null;

  constructor(type: QueryErrorType, message: string, offset: number | null = null) {
    super(message);
    this.type = type;
    this.offset = offset;
  }
}

export function executionError(message: string): QueryError {
  return new QueryError('execution', message);
}

/** LINE:COLUMN of an offset, columns counted in bytes from 1 as Prometheus counts them. */
export function positionText(query: string, offset: number): string {
  const before = query.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return `${line}:${new TextEncoder().encode(before.slice(lineStart)).length + 1}`;
}

export function parseError(query: string, offset: number, message: string): QueryError {
  return new QueryError('bad_data', `${positionText(query, offset)}: parse error: ${message}`, offset);
}

const placed = /(?:^|\s)(\d+):(\d+): /;

/** UTF-16 offset that a message of Prometheus tells (`1:7: parse error: …`); null for one without a place. */
export function offsetOfMessage(query: string, message: string): number | null {
  const [, line, column] = placed.exec(message) ?? [];
  if (line === undefined || column === undefined) return null;
  const before = query.split('\n').slice(0, Number(line) - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const here = query.slice(start).split('\n', 1)[0] ?? '';
  const bytes = new TextEncoder().encode(here).slice(0, Math.max(0, Number(column) - 1));
  return Math.min(query.length, start + new TextDecoder().decode(bytes).length);
}
