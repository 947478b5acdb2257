'use client';
/** What the page of traces is about, as the URL holds it: `?service=ns/app&peer=ns/app&trace=ID&min=100`. */
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { appNamePattern } from '#lib/traces/names.ts';

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

const shape = /^([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)\/(.+)$/;

/** Null for what names no app of a namespace. */
export function readApp(text: string | null): AppName | null {
  const [, namespace, app] = shape.exec(text ?? '') ?? [];
  return namespace === undefined || app === undefined || !appNamePattern.test(app)
    ? null
    : { namespace, app };
}

export function appText({ namespace, app }: AppName): string {
  return `${namespace}/${app}`;
}

export function useTracesUrl() {
  const [{ service, peer, trace, min }, set] = useQueryStates(parsers);
  const subject = readApp(service);
  const calls = readApp(peer);
  return {
    subject,
    peer: calls,
    /** What the address names that is no app, to be said: an answer about something else would be taken for one about it. */
    unreadable: [service, peer].find((text) => text && readApp(text) === null) ?? null,
    traceId: trace !== null && /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/.test(trace) ? trace : null,
    minMs: min !== null && min > 0 ? min : null,
    choose: (next: AppName) =>
      void set({ service: appText(next), peer: null, trace: null }, { history: 'push' }),
    forgetPeer: () => void set({ peer: null }, { history: 'push' }),
    open: (id: string | null) => void set({ trace: id }, { history: 'push' }),
    setMinMs: (next: number | null) => void set({ min: next }, { history: 'replace' }),
  };
}
