/** The first text of a new object: of a template, or of another object without what belongs to that one alone. */

import { isJsonObject, type JsonObject, own, setOwn } from '#lib/document/json.ts';
import { editableObject } from '#lib/document/object-text.ts';
import { parseDocument } from '#lib/document/stream.ts';
import { kubectlStyle, printBlock } from '#lib/document/yaml/print.ts';

/** What the API server gave another object, or owners that may be gone with it: a new one has its own. */
export const serverMetadata: readonly string[] = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'selfLink',
];
const ownAnnotations =
  /^(kubectl\.kubernetes\.io\/last-applied-configuration|argocd\.argoproj\.io\/|meta\.helm\.sh\/|sluice\.dev\/)/;
const ownLabels =
  /^(argocd\.argoproj\.io\/|app\.kubernetes\.io\/managed-by$|kustomize\.toolkit\.fluxcd\.io\/|helm\.toolkit\.fluxcd\.io\/|sluice\.dev\/)/;

/** A DNS label or subdomain, as the API server takes it for the names of objects. */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}

export function copyText(text: string, namespace: string): string {
  const { value, problem } = parseDocument(text);
  if (problem !== null || !isJsonObject(value)) return text;
  const copy = editableObject(value);
  const metadata = own(value, 'metadata');
  const kept: JsonObject = {};
  if (isJsonObject(metadata)) {
    for (const [key, item] of Object.entries(metadata)) {
      if (serverMetadata.includes(key) || key === 'managedFields') continue;
      const pattern = key === 'annotations' ? ownAnnotations : key === 'labels' ? ownLabels : null;
      const trimmed = pattern === null || !isJsonObject(item) ? item : without(item, pattern);
      if (trimmed !== null) setOwn(kept, key, trimmed);
    }
  }
  const name = own(kept, 'name');
  setOwn(kept, 'name', `${typeof name === 'string' ? name : 'new'}-copy`);
  setOwn(kept, 'namespace', namespace);
  setOwn(copy, 'metadata', kept);
  return `${printBlock(copy, 0, kubectlStyle).join('\n')}\n`;
}

/** Null when nothing is left. */
function without(object: JsonObject, pattern: RegExp): JsonObject | null {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) if (!pattern.test(key)) setOwn(kept, key, value);
  return Object.keys(kept).length === 0 ? null : kept;
}
