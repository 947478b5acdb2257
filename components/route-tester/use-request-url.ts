'use client';
/** The request in the address of the page: who opens the link asks the same. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useMemo, useRef } from 'react';
import { useTypedText } from '#components/kit/use-typed-text.ts';
import { emptyRequest, protocols, type RequestDraft } from './request-text.ts';

const separator = '\n';

const parsers = {
  from: parseAsString.withDefault(emptyRequest.from),
  protocol: parseAsStringLiteral(protocols).withDefault(emptyRequest.protocol),
  host: parseAsString.withDefault(emptyRequest.host),
  port: parseAsString.withDefault(emptyRequest.port),
  method: parseAsString.withDefault(emptyRequest.method),
  path: parseAsString.withDefault(emptyRequest.path),
  headers: parseAsArrayOf(parseAsString, separator).withDefault([]),
};

/** Equal for equal requests. */
function textOf({ from, protocol, host, port, method, path, headers }: RequestDraft): string {
  return JSON.stringify({ from, protocol, host, port, method, path, headers });
}

const draftIn = (text: string) => JSON.parse(text) as RequestDraft;

/** The fields are written one after the other faster than addresses arrive: all of them are typed as one text. */
export function useRequestUrl(): [RequestDraft, (change: Partial<RequestDraft>) => void] {
  const [address, setAddress] = useQueryStates(parsers, { history: 'replace', throttleMs: 300 });
  const { text, change } = useTypedText(textOf(address), (typed) => {
    const { headers, ...rest } = draftIn(typed);
    void setAddress({ ...rest, headers: [...headers] });
  });
  const draft = useMemo(() => draftIn(text), [text]);
  const newest = useRef(draft);
  useEffect(() => {
    newest.current = draft;
  }, [draft]);
  return [
    draft,
    (part) => {
      newest.current = { ...newest.current, ...part };
      change(textOf(newest.current));
    },
  ];
}
