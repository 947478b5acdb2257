/** How many pods a subset has now. Null where it is not known. */
import type { Json } from '#lib/document/json.ts';
import { equalJson, isJsonObject } from '#lib/document/json.ts';
import { useForm } from './form-context.ts';
import { hostChoice } from './suggestions.ts';

/** `labels`: as the document has them; where the cluster does not know the subset yet, its `version` alone may tell. */
export function useSubsetPods(): (host: Json | undefined, subset: string, labels?: Json) => number | null {
  const { choices } = useForm();
  return (host, subset, labels) => {
    if (typeof host !== 'string') return null;
    const choice = hostChoice(choices, host);
    if (choice === undefined) return null;
    const known = choice.subsets.find(({ name }) => name === subset);
    if (known !== undefined && (labels === undefined || equalJson(known.labels, labels))) return known.pods;
    if (!isJsonObject(labels)) return null;
    const keys = Object.keys(labels);
    const only = keys.length === 1 && keys[0] === 'version' ? labels.version : undefined;
    if (only === undefined) return null;
    return choice.versions.find(({ value }) => value === only)?.pods ?? 0;
  };
}
