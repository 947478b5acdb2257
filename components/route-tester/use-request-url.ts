'use client';
/** The request in the address of the page: who opens the link asks the same. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
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

export function useRequestUrl(): [RequestDraft, (change: Partial<RequestDraft>) => void] {
  const [draft, setDraft] = useQueryStates(parsers, { history: 'replace', throttleMs: 300 });
  return [
    draft,
    (change) => {
      const { headers, ...rest } = change;
      void setDraft({ ...rest, ...(headers === undefined ? {} : { headers: [...headers] }) });
    },
  ];
}
