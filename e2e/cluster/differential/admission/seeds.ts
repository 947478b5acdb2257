/** Istio's own example and test documents, read at run time from its module (Apache-2.0, never copied): good ones, bad ones, of every kind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { crdOf } from '#lib/istio/schema/crds.ts';

const folders = ['samples', 'tests', 'pkg/config', 'pilot/pkg', 'manifests/charts'];

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .map((path) => join(folder, path));
}

interface Document {
  apiVersion: string;
  kind: string;
  metadata?: object;
}

function isJudged(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind } = value as Record<string, unknown>;
  return typeof apiVersion === 'string' && crdOf(`${apiVersion.split('/')[0]}`, `${kind}`) !== undefined;
}

/** One name for all, so that only what the kind itself says is judged; `_err` is a note of Istio's tests. */
function asSeed(document: Document & { _err?: unknown }): KubernetesObject {
  const { _err, ...object } = document;
  return { ...object, metadata: { labels: {}, ...object.metadata, name: 'seed', namespace: 'shop' } };
}

function documentsOf(path: string): KubernetesObject[] {
  const text = readFileSync(path, 'utf8');
  if (!/(istio|k8s)\.io\/v/.test(text) || text.includes('{{')) return [];
  return parseAllDocuments(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' })
    .filter((document) => document.errors.length === 0)
    .map((document): unknown => JSON.parse(JSON.stringify(document.toJS() ?? null)))
    .filter(isJudged)
    .map(asSeed);
}

/** `module` is the folder of istio.io/istio. The same document twice counts once. */
export function seedDocuments(module: string): KubernetesObject[] {
  const all = folders.flatMap((folder) => yamlFiles(join(module, folder)).flatMap(documentsOf));
  return [...new Map(all.map((object) => [JSON.stringify(object), object])).values()];
}
