'use client';
/** What the graph page keeps in the URL beside the scope: type, labels, view, what is found and what is selected. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { graphTypes } from '#lib/api/words.ts';
import { labelChoices } from './edge-labels.ts';
import { findingNames } from './findings.ts';

export const views = ['map', 'table'] as const;

const parsers = {
  type: parseAsStringLiteral(graphTypes).withDefault('versioned-app'),
  labels: parseAsStringLiteral(labelChoices).withDefault('rate-p95'),
  view: parseAsStringLiteral(views).withDefault('map'),
  /** Text of the find box. */
  find: parseAsString.withDefault(''),
  /** The pill that filters. */
  show: parseAsStringLiteral(findingNames),
  /** Id of the selected node, card or edge. */
  focus: parseAsString,
};

export function useGraphUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  return { ...state, set };
}

export type GraphUrl = ReturnType<typeof useGraphUrl>;
