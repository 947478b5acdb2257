'use client';
/** What the page of traces is about, as the URL holds it: `?service=ns/app&peer=ns/app&trace=ID&min=100`. */
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';

export interface AppName {
  namespace: string;
  app: string;
}

const parsers = {
  service: parseAsString,
  peer: parseAsString,
  /** The open one. */
  trace: parseAsString,
  /** Milliseconds. */
  min: parseAsInteger,
};

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const appShape = new RegExp(`^(${label})/(${label})$`);

/** Null for what names no app of a namespace. */
export function readApp(text: string | null): AppName | null {
  const [, namespace, app] = appShape.exec(text ?? '') ?? [];
  return namespace === undefined || app === undefined ? null : { namespace, app };
}

export function appText({ namespace, app }: AppName): string {
  return `${namespace}/${app}`;
}

export function useTracesUrl() {
  const [{ service, peer, trace, min }, set] = useQueryStates(parsers);
  return {
    subject: readApp(service),
    peer: readApp(peer),
    traceId: trace !== null && /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(trace) ? trace : null,
    minMs: min !== null && min > 0 ? min : null,
    choose: (next: AppName) =>
      void set({ service: appText(next), peer: null, trace: null }, { history: 'push' }),
    forgetPeer: () => void set({ peer: null }, { history: 'push' }),
    open: (id: string | null) => void set({ trace: id }, { history: 'push' }),
    setMinMs: (next: number | null) => void set({ min: next }, { history: 'replace' }),
  };
}
