'use client';
/** What the graph page keeps in the URL beside the scope: type, labels, view, what is found and what is selected. */
import {
  parseAsArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs';
import { boxings } from '#components/mesh-drawing/boxing.ts';
import { labelChoices } from '#components/mesh-drawing/edge-labels.ts';
import { graphTypes } from '#lib/api/words.ts';
import { neighbourhoodDepths } from '#lib/graph/views/neighbourhood.ts';
import { findingNames } from './findings.ts';
import { overlayNames, usualOverlays } from './overlays.ts';

export const views = ['map', 'table'] as const;
export const tableLists = ['connections', 'things'] as const;

const parsers = {
  type: parseAsStringLiteral(graphTypes).withDefault('versioned-app'),
  labels: parseAsStringLiteral(labelChoices).withDefault('rate-p95'),
  view: parseAsStringLiteral(views).withDefault('map'),
  /** Which table, and how it is sorted: "errors:desc,source". */
  list: parseAsStringLiteral(tableLists).withDefault('connections'),
  sort: parseAsString.withDefault(''),
  columns: parseAsArrayOf(parseAsString),
  /** Text of the find box. */
  find: parseAsString.withDefault(''),
  /** Expression of what is left out. */
  hide: parseAsString.withDefault(''),
  /** The pill that filters. */
  show: parseAsStringLiteral(findingNames),
  /** How long before the picture is compared with: "1h". */
  vs: parseAsString,
  /** Id of the selected node, card or edge. */
  focus: parseAsString,
  /** Id of what only the neighbourhood is shown of, and to how many steps. */
  around: parseAsString,
  depth: parseAsNumberLiteral(neighbourhoodDepths).withDefault(1),
  box: parseAsStringLiteral(boxings).withDefault('namespace'),
  /** Namespaces that are unfolded, or folded, against what the size of the mesh says (fold/folding.ts). */
  open: parseAsArrayOf(parseAsString).withDefault([]),
  folded: parseAsArrayOf(parseAsString).withDefault([]),
  overlays: parseAsArrayOf(parseAsStringLiteral(overlayNames)).withDefault([...usualOverlays]),
};

export function useGraphUrl() {
  const [state, set] = useQueryStates(parsers, { history: 'replace' });
  return { ...state, set };
}

export type GraphUrl = ReturnType<typeof useGraphUrl>;
