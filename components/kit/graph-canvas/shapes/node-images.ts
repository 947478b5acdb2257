/** Images of nodes, decoded once each; those that are not there yet are painted when they are. */
import { loadImage } from './paint-shapes.ts';

export interface NodeImages {
  /** Null while it is not loaded. */
  image(uri: string): HTMLImageElement | null;
  /** Loads what is missing; `onReady` is called once when all of it is there, and not when nothing is missing. */
  want(uris: Iterable<string>): void;
  stop(): void;
}

export function createNodeImages(
  onReady: () => void,
  load: (uri: string) => Promise<HTMLImageElement> = loadImage,
): NodeImages {
  /** Null while loading, or when it cannot be shown. */
  const images = new Map<string, HTMLImageElement | null>();
  let stopped = false;
  return {
    image: (uri) => images.get(uri) ?? null,
    want(uris) {
      const missing = [...uris].filter((uri) => !images.has(uri));
      if (missing.length === 0) return;
      for (const uri of missing) images.set(uri, null);
      const loading = missing.map(async (uri) => {
        images.set(uri, await load(uri));
      });
      void Promise.allSettled(loading).then(() => {
        if (!stopped) onReady();
      });
    },
    stop() {
      stopped = true;
    },
  };
}
