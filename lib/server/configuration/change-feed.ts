/** Tells whoever keeps a history of each change that this console wrote, with who did it and why: Kubernetes itself does not remember. */
import type { JsonObject } from '#lib/document/json.ts';

export interface WrittenChange {
  /** Unix milliseconds. */
  atMs: number;
  /** As Kubernetes names them. */
  user: string;
  reason: string;
  requestId: string;
  /** Kind id. */
  kind: string;
  namespace: string;
  name: string;
  /** Of the object as Kubernetes answered it; null when it did not say. */
  resourceVersion: string | null;
  /** Null when it was made. */
  before: JsonObject | null;
  /** As it was sent; null when it was deleted. */
  after: JsonObject | null;
}

export interface ChangeFeed {
  tell(change: WrittenChange): void;
  onWritten(listener: (change: WrittenChange) => void): () => void;
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(change: WrittenChange) => void>();
  return {
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
    onWritten: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
