/** Watches: replay, live events, bookmarks, initial events, 410 (apiserver pkg/storage/cacher, pkg/endpoints/handlers/watch.go). */
import type { KubernetesObject } from '#lib/istio/objects.ts';
import { ApiError, causeOf, expired, type FieldError, invalid, statusOf } from '../api-error.ts';
import type { Kind } from '../kinds.ts';
import { isTrue } from '../serving/request.ts';
import type { Store, StoredChange } from '../store.ts';
import { parseRevision, selectionOf } from './listing.ts';
import type { Predicate } from './selectors.ts';

/** Where the events of a watch go; objects are as stored. */
export interface WatchSink {
  send(type: StoredChange['type'], object: KubernetesObject): void;
  bookmark(metadata: { resourceVersion: string }): void;
  fail(status: object): void;
  end(): void;
}

const bookmarkMs = 60_000;
const lastBookmarkSeconds = 2;
const shortestSeconds = 1800;

function optionErrors(query: URLSearchParams): FieldError[] {
  const match = query.get('resourceVersionMatch') ?? '';
  const field = 'resourceVersionMatch';
  const initial = query.has('sendInitialEvents');
  const notOlder = 'NotOlderThan';
  if (initial && match === '')
    return [
      {
        reason: 'FieldValueForbidden',
        field,
        detail: `sendInitialEvents requires setting resourceVersionMatch to ${notOlder}`,
      },
    ];
  if (!initial && match !== '')
    return [
      {
        reason: 'FieldValueForbidden',
        field,
        detail: 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      },
    ];
  if (initial && match !== notOlder)
    return [
      {
        reason: 'FieldValueNotSupported',
        field,
        value: match,
        detail: `supported values: "${notOlder}"`,
      },
    ];
  return [];
}

/** A change as a selective watch sees it: objects enter and leave the selection. */
function seenAs(
  change: StoredChange,
  selects: Predicate,
): { type: StoredChange['type']; object: KubernetesObject } | null {
  const is = change.type !== 'DELETED' && selects(change.object);
  const { previous } = change;
  const was = previous !== undefined && selects(previous);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object: change.object };
  if (!was) return null;
  // An object that left the selection is shown as it was, with the revision of the change.
  const object =
    change.type === 'DELETED'
      ? change.object
      : { ...previous, metadata: { ...previous.metadata, resourceVersion: `${change.revision}` } };
  return { type: 'DELETED', object };
}

export interface WatchRequest {
  kind: Kind;
  namespace: string | undefined;
  query: URLSearchParams;
}

/** Starts a watch and returns the way to stop it. Throws 400 or 422 for bad options. */
export function startWatch(store: Store, request: WatchRequest, sink: WatchSink): () => void {
  const { kind, namespace, query } = request;
  const errors = optionErrors(query);
  if (errors.length > 0) throw invalid('meta.k8s.io', 'ListOptions', '', errors.map(causeOf));
  const selection = selectionOf(query, kind);
  const selects: Predicate = (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) && selection(object);
  const revision = parseRevision(query.get('resourceVersion'), (why) => new ApiError(500, '', why));
  const bookmarks = isTrue(query.get('allowWatchBookmarks'));
  const wantsInitial = query.get('sendInitialEvents');

  const bookmark = (annotations?: Readonly<Record<string, string>>): void =>
    sink.bookmark({ resourceVersion: `${store.revision}`, ...(annotations ? { annotations } : {}) });

  if (wantsInitial === null ? revision === 0 : isTrue(wantsInitial)) {
    for (const object of store.all(kind, namespace).filter(selects)) sink.send('ADDED', object);
    if (wantsInitial !== null && bookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });
  } else if (revision > 0) {
    const { changes, oldest } = store.since(kind, revision);
    if (!changes) {
      sink.fail(statusOf(expired(`too old resource version: ${revision} (${oldest})`)));
      sink.end();
      return () => {};
    }
    for (const change of changes) {
      const seen = seenAs(change, selects);
      if (seen) sink.send(seen.type, seen.object);
    }
  }

  const stopListening = store.listen(kind, (change) => {
    // A watch from a revision still to come waits for it.
    const seen = change.revision > revision ? seenAs(change, selects) : null;
    if (seen) sink.send(seen.type, seen.object);
  });
  const asked = Number(query.get('timeoutSeconds') ?? 0);
  const seconds = asked > 0 ? asked : shortestSeconds * (1 + Math.random());
  const beat = bookmarks ? setInterval(() => bookmark(), bookmarkMs) : undefined;
  // The last one comes shortly before the end; a watch that is shorter than that has none.
  const lastMs = (seconds - lastBookmarkSeconds) * 1000;
  const last = bookmarks && lastMs > 0 ? setTimeout(() => bookmark(), lastMs) : undefined;
  const stop = (): void => {
    stopListening();
    clearInterval(beat);
    clearTimeout(last);
    clearTimeout(timeout);
  };
  const timeout = setTimeout(() => {
    stop();
    sink.end();
  }, seconds * 1000);
  return stop;
}
