/**
 * The page's first question, asked by the document itself: data travels beside the scripts instead of after them. The script that
 * asks is written into the page by the server (components/shell/document/early-question.tsx); the first call for the same path takes its answer.
 */

export interface EarlyAnswer {
  readonly path: string;
  readonly answer: Promise<Response>;
  /** On the clock of `Date.now()`. */
  readonly askedAtMs: number;
}

declare global {
  var sluiceEarly: EarlyAnswer | null | undefined;
}

/** An older answer is not one to this moment's question: the page was asleep. */
const lifeMs = 10_000;

/** How every question is sent. */
export const asked = {
  credentials: 'same-origin',
  redirect: 'error',
  headers: { accept: 'application/json' },
} as const satisfies RequestInit;

/** For a `<script>`. A failure is told to whoever takes the answer, and to nobody else. */
export function askingScript(path: string): string {
  const text = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
  return `{const path=${text(path)},answer=fetch(path,${text(asked)});answer.catch(()=>{});globalThis.sluiceEarly={path,answer,askedAtMs:Date.now()}}`;
}

/** Null when the document did not ask this, or its answer has been taken or has grown old. */
export function takeEarlyAnswer(path: string, nowMs: number): Promise<Response> | null {
  const early = globalThis.sluiceEarly;
  if (early?.path !== path) return null;
  globalThis.sluiceEarly = null;
  return nowMs - early.askedAtMs < lifeMs ? early.answer : null;
}
