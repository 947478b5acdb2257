/**
 * What the server shares with pages. Pages run in Next's bundle, which has its own copies of our modules: they reach the one server
 * through globalThis, where main.ts puts it, and import only types of it.
 */
import type { SignInOptions, Whoami } from '#lib/api/access/session.ts';

export interface Container {
  /** Null when nobody is signed in by these cookies. Rejects with AppError when Kubernetes cannot be asked. */
  currentUser(cookieHeader: string | undefined): Promise<Whoami | null>;
  signInOptions(): SignInOptions;
}

const globals: typeof globalThis & { sluiceContainer?: Container } = globalThis;

export function installContainer(container: Container): void {
  globals.sluiceContainer = container;
}

export function getContainer(): Container {
  if (globals.sluiceContainer === undefined) {
    throw new Error(
      'The console runs in its own server: start it with npm start, npm run dev or npm run demo.',
    );
  }
  return globals.sluiceContainer;
}
