/** Why a query has no answer: thrown inside the evaluator, turned into a Result at its door. */

/** Prometheus' `errorType`. */
export type QueryErrorType = 'bad_data' | 'execution' | 'timeout';

export class QueryError extends Error {
  readonly type: QueryErrorType;

  constructor(type: QueryErrorType, message: string) {
    super(message);
    this.type = type;
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
  return new QueryError('bad_data', `${positionText(query, offset)}: parse error: ${message}`);
}
