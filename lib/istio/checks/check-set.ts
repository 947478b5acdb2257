/**
 * All checks over a set of objects, kept up to date as objects change. Each object's findings remember the names that were
 * looked up for them (facets.ts); after a change only the objects that read a touched name are checked again, so the answer
 * is the same as from scratch.
 */
import { compareText } from '#lib/compare-text.ts';
import { finish as finishSteps, type Steps } from '../../steps.ts';
import { defaultMeshConfig, type KubernetesObject, type MeshConfig } from '../objects.ts';
import { severityOf } from './codes.ts';
import type { CheckFinding, Observation } from './finding.ts';
import { identityOf, knownKind, namespaceOf } from './kinds.ts';
import { type Judged, judgeSteps } from './objects/soundness.ts';
import { checksByKind } from './table.ts';
import { kindsUnder, namesOf } from './view/facets.ts';
import { Shelf } from './view/shelves.ts';
import { cannotTell, type Sight } from './view/sight.ts';
import type { Check, CheckedObject, CheckView } from './view/view.ts';

interface Entry {
  id: string;
  written: KubernetesObject;
  /** Null for kinds without checks. */
  checked: CheckedObject | null;
  /** What schema and webhook say. */
  own: readonly Observation[];
  /** Where it lies, for others to find. */
  shelves: readonly NameShelf[];
  reads: ReadonlySet<NameShelf>;
  findings: readonly CheckFinding[];
}

type NameShelf = Shelf<CheckedObject, Entry>;
type Before = Pick<Entry, 'written' | 'findings'>;

export interface CheckSet {
  /** By namespace, kind, name and place. */
  findings(): CheckFinding[];
  /** The findings about one object; empty when it is not there. */
  findingsOf(object: KubernetesObject): readonly CheckFinding[];
  /** How many objects it holds. */
  size(): number;
  /** Puts objects in the place of those of the same name, takes others away. */
  change(changes: Changes): void;
  /** The same in steps; until the last one the findings are of neither state. */
  changeInSteps(changes: Changes): Steps<Rechecked[]>;
}

export interface Changes {
  put?: readonly KubernetesObject[];
  remove?: readonly KubernetesObject[];
}

/** An object whose checks a change has run again, or taken away. */
export interface Rechecked {
  /** As it is now, or was. */
  object: KubernetesObject;
  before: readonly CheckFinding[];
  after: readonly CheckFinding[];
}

export interface CheckOptions {
  meshConfig?: MeshConfig;
  /** Kinds that could not be read, such as Secret in a cluster: checks that need them are silent. */
  unread?: readonly string[];
  /** Of somebody who does not see all: the objects are those that they see. */
  sight?: Sight;
  /** Kinds that are only looked up; all others are checked. */
  notChecked?: readonly string[];
  /** `judgeSteps`, remembered: what schema and webhook say of an object does not depend on others. */
  judge?: (object: KubernetesObject) => Steps<Judged>;
}

const noShelves: ReadonlySet<NameShelf> = new Set();
const byId = (a: CheckedObject, b: CheckedObject): number => compareText(a.id, b.id);

/** Of two objects with one name the last counts. */
export function createCheckSet(objects: readonly KubernetesObject[], options: CheckOptions = {}): CheckSet {
  const meshConfig = options.meshConfig ?? defaultMeshConfig;
  const unread = new Set(options.unread);
  const { sight, judge: judged = judgeSteps } = options;
  const notChecked = new Set(options.notChecked);
  const entries = new Map<string, Entry>();
  const shelves = new Map<string, NameShelf>();

  function shelfOf(name: string): NameShelf {
    let shelf = shelves.get(name);
    if (shelf === undefined) {
      shelf = new Shelf(name);
      shelves.set(name, shelf);
    }
    return shelf;
  }

  function forget(shelf: NameShelf): void {
    if (shelf.isForgotten && shelves.get(shelf.name) === shelf) shelves.delete(shelf.name);
  }

  /** Of the check that runs: one looks at a time. */
  const looking = { for: null as CheckedObject | null, at: new Set<NameShelf>(), isBlind: false };
  const view: CheckView = {
    meshConfig,
    countUnder: (name) => shelves.get(name)?.size ?? 0,
    find: (name) => {
      const shelf = shelfOf(name);
      looking.at.add(shelf);
      if (unread.size > 0) looking.isBlind ||= kindsUnder(name).some((kind) => unread.has(kind));
      const found = shelf.things(byId);
      if (sight !== undefined && looking.for !== null)
        looking.isBlind ||= cannotTell(looking.for, name, found.length, sight, meshConfig);
      return found;
    },
    byItself: (judge) => {
      const wasBlind = looking.isBlind;
      looking.isBlind = false;
      const said = judge();
      const told = looking.isBlind ? [] : said;
      looking.isBlind = wasBlind;
      return told;
    },
  };

  /** Where a check looked for what nobody could read, it knows too little to say anything. */
  function runOne(check: Check, checked: CheckedObject, reads: Set<NameShelf>): readonly Observation[] {
    looking.for = checked;
    looking.at = reads;
    looking.isBlind = false;
    const said = check(checked, view);
    return looking.isBlind ? [] : said;
  }

  /** Each check is a step: an object may have thousands of rules. */
  function* run(entry: Entry): Steps<void> {
    const { checked, written, reads: before } = entry;
    const observations = [entry.own];
    entry.reads = noShelves;
    const checks =
      checked?.sound && !notChecked.has(checked.kind) ? checksByKind.get(checked.kind) : undefined;
    if (checked && checks) {
      const reads = new Set<NameShelf>();
      for (const check of checks) {
        const said = runOne(check, checked, reads);
        if (said.length > 0) observations.push(said);
        yield;
      }
      for (const shelf of reads) if (!before.has(shelf)) shelf.read(entry);
      if (reads.size > 0) entry.reads = reads;
    }
    for (const shelf of before) {
      if (entry.reads.has(shelf)) continue;
      shelf.leave(entry);
      forget(shelf);
    }
    entry.findings = finish(written, observations.flat());
  }

  function* put(id: string, object: KubernetesObject, touched: Set<NameShelf>): Steps<Entry> {
    remove(id, touched);
    const kind = knownKind(object);
    const namespace = namespaceOf(object);
    const { sound, observations } = yield* judged(object);
    const checked =
      kind === null
        ? null
        : {
            id,
            kind,
            namespace,
            name: object.metadata.name,
            object: sound ?? bare(object),
            sound: sound !== null,
          };
    const names = checked ? namesOf(checked.object, checked.kind, namespace, meshConfig) : [];
    if (checked) names.push(id);
    const entry: Entry = {
      id,
      written: object,
      checked,
      own: observations,
      shelves: names.map(shelfOf),
      reads: noShelves,
      findings: [],
    };
    entries.set(id, entry);
    for (const shelf of entry.shelves) {
      if (checked) shelf.put(checked);
      if (shelf.isRead) touched.add(shelf);
    }
    return entry;
  }

  function remove(id: string, touched: Set<NameShelf>): void {
    const entry = entries.get(id);
    if (!entry) return;
    entries.delete(id);
    for (const shelf of entry.shelves) {
      if (entry.checked) shelf.take(entry.checked);
      if (shelf.isRead) touched.add(shelf);
      else forget(shelf);
    }
    for (const shelf of entry.reads) {
      shelf.leave(entry);
      forget(shelf);
    }
  }

  /** `remember`: told of each object before it is another, goes or is checked again. */
  function* changed(
    { put: added = [], remove: gone = [] }: Changes,
    remember: (id: string) => void,
  ): Steps<void> {
    /** Where somebody looked. */
    const touched = new Set<NameShelf>();
    for (const object of gone) {
      const id = identityOf(object);
      remember(id);
      remove(id, touched);
    }
    const again = new Set<Entry>();
    for (const object of added) {
      const id = identityOf(object);
      remember(id);
      again.add(yield* put(id, object, touched));
      yield;
    }
    for (const shelf of touched) {
      for (const entry of shelf.readers()) again.add(entry);
      forget(shelf);
    }
    for (const entry of again) {
      // Of two with one name only the last is there.
      if (entries.get(entry.id) !== entry) continue;
      remember(entry.id);
      yield* run(entry);
    }
  }

  function* changeInSteps(changes: Changes): Steps<Rechecked[]> {
    /** What was there, by id; null where nothing was. */
    const before = new Map<string, Before | null>();
    yield* changed(changes, (id) => {
      if (before.has(id)) return;
      const entry = entries.get(id);
      before.set(id, entry ? { written: entry.written, findings: entry.findings } : null);
    });
    return [...before].flatMap(([id, old]) => {
      const now = entries.get(id);
      const object = now?.written ?? old?.written;
      if (!object) return [];
      return [{ object, before: old?.findings ?? [], after: now?.findings ?? [] }];
    });
  }

  const change: CheckSet['change'] = (changes) => {
    finishSteps(changed(changes, () => undefined));
  };

  change({ put: objects });
  return {
    change,
    changeInSteps,
    size: () => entries.size,
    findingsOf: (object) => entries.get(identityOf(object))?.findings ?? [],
    findings: () =>
      [...entries.values()]
        .filter(({ findings }) => findings.length > 0)
        .sort((a, b) => compareEntries(a, b))
        .flatMap(({ findings }) => findings),
  };
}

/** An object that the schema refuses still has its name. */
function bare({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace } };
}

function compareEntries(a: Entry, b: Entry): number {
  const place = (entry: Entry) => [
    namespaceOf(entry.written),
    entry.written.kind,
    entry.written.metadata.name,
    entry.id,
  ];
  const [left, right] = [place(a), place(b)];
  for (const [index, text] of left.entries()) {
    const order = compareText(text, right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

/** Two checks may say the same; an annotation may ask for silence. */
function finish(object: KubernetesObject, observations: readonly Observation[]): CheckFinding[] {
  if (observations.length === 0) return [];
  const silenced = suppressedCodes(object);
  const seen = new Map<string, CheckFinding>();
  for (const { code, path, message, fix } of observations) {
    if (silenced.has('*') || silenced.has(code)) continue;
    const key = JSON.stringify([code, path, message]);
    if (seen.has(key)) continue;
    const { apiVersion, kind, metadata } = object;
    seen.set(key, {
      code,
      severity: severityOf(code),
      apiVersion,
      kind,
      namespace: namespaceOf(object),
      name: metadata.name,
      path,
      message,
      fix: fix ?? null,
    });
  }
  return [...seen.values()];
}

/** https://istio.io/latest/docs/ops/diagnostic-tools/istioctl-analyze/#ignoring-specific-analyzer-messages-for-specific-resources */
function suppressedCodes({ metadata }: KubernetesObject): ReadonlySet<string> {
  const listed: unknown = metadata.annotations?.['galley.istio.io/analyze-suppress'];
  return new Set(typeof listed === 'string' ? listed.split(',').map((code) => code.trim()) : []);
}
