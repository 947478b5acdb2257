/**
 * All that is taken out of answers before they are compared, because two servers cannot agree on it: which uid, which
 * revision, which build of the server, what time, which address and suffix were drawn, how old something is. Each becomes a name by the order in which
 * it is met, so that sameness and difference within a scenario still count.
 */
import { kindOfPlural } from '#demo/kubernetes/kinds.ts';
import { isRecord } from '#lib/record.ts';
import {
  isOpenApiDocument,
  isOpenApiIndex,
  normalisedDocument,
  normalisedIndex,
} from './normalise-openapi.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const clusterAddress = /\b10\.96\.\d{1,3}\.\d{1,3}\b/g;

type JsonRecord = Record<string, unknown>;

export class Normaliser {
  readonly #uids = new Map<string, string>();
  readonly #revisions = new Map<string, string>();
  readonly #namespace: string;

  /** `namespace` is the scenario's own, which differs from run to run. */
  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  #named(names: Map<string, string>, prefix: string, value: string): string {
    const known = names.get(value) ?? `<${prefix} ${names.size + 1}>`;
    names.set(value, known);
    return known;
  }

  #text(text: string): string {
    let next = text
      // What the client sent is quoted; it may have been the revision of a list.
      .replaceAll(/(?<=ResourceVersion in the precondition )\(\d+\)/g, '(<as sent>)')
      .replaceAll(uuid, (found) => this.#named(this.#uids, 'uid', found))
      .replaceAll(time, '<time>')
      .replaceAll(clusterAddress, '<cluster address>')
      // The history of each server begins elsewhere, and each writes the fields of an object in its own order.
      .replaceAll(/too old resource version: (\d+) \(\d+\)/g, 'too old resource version: $1 (<oldest>)')
      .replaceAll(/Invalid value: "map\[[^"]*": /g, 'Invalid value: <object>: ')
      .replaceAll(/(Too large resource version: \d+, current: )\d+/g, '$1<now>')
      .replaceAll(/Invalid value: "\{\\"(?:[^"\\]|\\.)*": /g, 'Invalid value: <object>: ')
      // Istio registers its webhook under one of two names, by revision.
      .replaceAll('webhook "validation.istio.io"', 'webhook "rev.validation.istio.io"')
      .replaceAll(this.#namespace, '<namespace>');
    for (const [revision, name] of this.#revisions)
      if (revision.length > 1) next = next.replaceAll(new RegExp(`\\b${revision}\\b`, 'g'), name);
    return next;
  }

  #metadata(metadata: JsonRecord, isObject: boolean): JsonRecord {
    const { resourceVersion, continue: token, name, generateName, ...rest } = metadata;
    const shown: JsonRecord = {};
    if (typeof resourceVersion === 'string')
      shown.resourceVersion = isObject
        ? this.#named(this.#revisions, 'revision', resourceVersion)
        : /^\d+$/.test(resourceVersion)
          ? '<revision of a list>'
          : resourceVersion;
    if (token !== undefined) shown.continue = token === '' ? '' : '<continue>';
    if (generateName !== undefined) shown.generateName = generateName;
    if (name !== undefined) shown.name = drawnName(name, generateName);
    const { managedFields, ...others } = rest;
    return {
      ...shown,
      ...others,
      ...(Array.isArray(managedFields) ? { managedFields: byManager(managedFields) } : {}),
    };
  }

  /** Cells of ages, by the columns of their table. */
  #table(table: JsonRecord): JsonRecord {
    const columns = Array.isArray(table.columnDefinitions) ? table.columnDefinitions : [];
    const ages = columns.flatMap((column: JsonRecord, index) => (column.name === 'Age' ? [index] : []));
    const rows = Array.isArray(table.rows) ? table.rows : [];
    return {
      ...table,
      // Prose for people.
      columnDefinitions: columns.map((column: JsonRecord) => ({ ...column, description: '<description>' })),
      rows: rows.map((row: JsonRecord) => ({
        ...row,
        cells: (Array.isArray(row.cells) ? row.cells : []).map((cell, index) =>
          // Later tables of a watch do not tell their columns again.
          ages.includes(index) || /^(?:\d+[smhd])+$/.test(`${cell}`) ? '<age>' : cell,
        ),
      })),
    };
  }

  /** Only the resources that the embedded API serves are compared, whatever their order; the hash of a storage version is a server's own. */
  #resources(list: JsonRecord): JsonRecord {
    const resources = Array.isArray(list.resources) ? list.resources : [];
    const [group = '', version] = `${list.groupVersion}`.includes('/')
      ? `${list.groupVersion}`.split('/')
      : [];
    return {
      ...list,
      resources: Object.fromEntries(
        resources
          .filter(({ name }: JsonRecord) => isServed(group, version, `${name}`))
          .map(({ storageVersionHash: _hash, verbs, ...resource }: JsonRecord) => [
            `${resource.name}`,
            { ...resource, verbs: Array.isArray(verbs) ? verbs.toSorted() : verbs },
          ]),
      ),
    };
  }

  #ofKind(value: JsonRecord): JsonRecord {
    if (value.kind === 'Table') return this.#table(value);
    if (value.kind === 'APIResourceList') return this.#resources(value);
    if (value.kind === 'Status' && (value.reason === 'Invalid' || value.reason === 'Conflict'))
      return inOrder(value);
    return value;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((item) => this.value(item));
    if (!isRecord(value)) return value;
    if (isOpenApiIndex(value)) return normalisedIndex(value);
    // Schemas have fields named metadata.
    if (isOpenApiDocument(value)) return normalisedDocument(value);
    if ('gitVersion' in value) return '<version>';
    if ('serverAddress' in value) return { ...value, serverAddress: '<address>' };
    const record = this.#ofKind(value);
    return Object.fromEntries(
      Object.entries(record).map(([key, item]) => {
        const isMetadata = key === 'metadata' && isRecord(item);
        const isObject = isMetadata && ('name' in item || 'uid' in item);
        return [this.#text(key), this.value(isMetadata ? this.#metadata(item, isObject) : item)];
      }),
    );
  }
}

/** Go walks its maps in any order, and so it tells what is wrong with a document. */
function inOrder(status: JsonRecord): JsonRecord {
  const details = isRecord(status.details) ? status.details : {};
  const causes = Array.isArray(details.causes) ? details.causes : [];
  const [, before = '', list] = /^(.*? is invalid: )\[(.*)\]$/s.exec(`${status.message}`) ?? [];
  const sentences = list?.split(/, (?=(?:[a-z][\w.[\]]*|<nil>): )/).toSorted();
  return {
    ...status,
    ...(sentences ? { message: `${before}[${sentences.join(', ')}]` } : {}),
    ...(causes.length > 1
      ? {
          details: {
            ...details,
            causes: causes.toSorted((a, b) =>
              `${a.field} ${a.message}` < `${b.field} ${b.message}` ? -1 : 1,
            ),
          },
        }
      : {}),
  };
}

function isServed(group: string, version: string | undefined, name: string): boolean {
  const [plural = '', subresource] = name.split('/');
  const kind = kindOfPlural(group, plural);
  if (!kind?.versions.includes(version ?? 'v1')) return false;
  return subresource === undefined || kind.subresources.some((known) => known === subresource);
}

/** Entries are sorted by time, and two may be of the same second or not: they are compared by who wrote them. */
function byManager(entries: readonly JsonRecord[]): JsonRecord {
  return Object.fromEntries(
    entries.map((entry) => [
      `${entry.manager} ${entry.operation} ${entry.subresource ?? ''} ${entry.apiVersion}`,
      entry,
    ]),
  );
}

function drawnName(name: unknown, generateName: unknown): unknown {
  if (typeof name !== 'string' || typeof generateName !== 'string') return name;
  // A drawn name is cut before its suffix.
  const base = generateName.slice(0, 58);
  const isDrawn = name.startsWith(base) && /^[a-z0-9]{5}$/.test(name.slice(base.length));
  return isDrawn ? `${base}<suffix>` : name;
}
