/** The list under an expression: presets and saved searches before anything is typed, completions afterwards. */
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type Completion, completionsAt } from '#lib/graph/find/complete.ts';
import { findPresets, hidePresets } from '#lib/graph/find/presets.ts';
import type { SearchKind } from './saved-searches.ts';

export type PresetName = (typeof findPresets | typeof hidePresets)[number]['name'];

export type Suggestion =
  | { type: 'saved'; text: string }
  | { type: 'preset'; name: PresetName; text: string }
  | { type: 'completion'; completion: Completion };

export interface Suggestions {
  from: number;
  to: number;
  items: readonly Suggestion[];
}

export interface SuggestionInput {
  kind: SearchKind;
  text: string;
  cursor: number;
  graph: Graph;
  saved: readonly string[];
}

export function suggestionsFor({ kind, text, cursor, graph, saved }: SuggestionInput): Suggestions {
  if (text.trim() !== '') {
    const { items, ...place } = completionsAt(text, cursor, graph);
    return { ...place, items: items.map((completion) => ({ type: 'completion', completion })) };
  }
  const presets = kind === 'find' ? findPresets : hidePresets;
  return {
    from: 0,
    to: text.length,
    items: [
      ...saved.map((expression): Suggestion => ({ type: 'saved', text: expression })),
      ...presets.map(
        ({ name, text: expression }): Suggestion => ({ type: 'preset', name, text: expression }),
      ),
    ],
  };
}

export function insertOf(suggestion: Suggestion): string {
  return suggestion.type === 'completion' ? suggestion.completion.insert : suggestion.text;
}
