/** What a check says of one place in one object: a code, a message by key and parameters, and a fix where one is certain. */
import type { Path } from '../admission/finding.ts';
import type { CheckCode, Severity } from './codes.ts';

/** Key below `checks.messages` of lib/i18n, e.g. `IST0101.gateway`; parameters fill its `{names}`. */
export interface CheckMessage {
  key: string;
  params: Readonly<Record<string, string | number>>;
}

/** One change of the object that the finding is about. `set` creates what is missing on the way. */
export type FixEdit = { op: 'set'; path: Path; value: unknown } | { op: 'remove'; path: Path };

export interface CheckFinding {
  code: CheckCode;
  severity: Severity;
  apiVersion: string;
  kind: string;
  /** Empty for objects without one. */
  namespace: string;
  name: string;
  path: Path;
  message: CheckMessage;
  /** Null where the right change is not certain. */
  fix: readonly FixEdit[] | null;
}

/** What a check's function answers; the engine adds the object and the code's severity. */
export interface Observation {
  code: CheckCode;
  path: Path;
  message: CheckMessage;
  fix?: readonly FixEdit[];
}

/** `detail` names the text among several of one code. */
export function observe(
  code: CheckCode,
  path: Path,
  params: CheckMessage['params'] = {},
  options: { detail?: string; fix?: readonly FixEdit[] } = {},
): Observation {
  const key = options.detail === undefined ? code : `${code}.${options.detail}`;
  return { code, path, message: { key, params }, fix: options.fix };
}
