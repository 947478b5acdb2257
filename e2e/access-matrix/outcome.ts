/** What an answer comes to, in the words of the table. */
import type { Expected } from './row.ts';

export interface Reply {
  status: number;
  text: string;
}

/** The word that `expected` is to be compared with. */
export function outcome({ status, text }: Reply, expected: Expected): number | string {
  if (expected !== 'allowed' && expected !== 'refused') return status;
  if (status !== 200) return status;
  return /"refusal":"(rights|escalation)"/.test(text) ? 'refused' : 'allowed';
}
