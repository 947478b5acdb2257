/** A book of rights on the fake Kubernetes, with what the console's watches say of RBAC in the test's hands. */
import { type AccessBook, createAccessBook } from '../access/access-book.ts';
import { nowhere } from '../access/reviews.ts';
import { bearerCredential, type UserCredential } from '../kubernetes/credential.ts';
import { createKubernetesClient } from '../kubernetes/rest.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeKubernetes, startFakeKubernetes } from './fake-kubernetes.ts';
import type { Recorded } from './recorder.ts';

export interface AccessWorld {
  fake: FakeKubernetes;
  clock: FakeClock;
  book: AccessBook;
  watch: {
    namespaces: string[];
    isWatched: boolean;
    /** Namespaces whose RoleBindings name somebody, by user name; null: not known. */
    bound: Record<string, string[]> | null;
    lastAnswerMs: number | null;
  };
  /** Reviews since, in words: `rules a`, `list pods *`, `who`. */
  asked(since?: number): string[];
  visible(credential: UserCredential): Promise<string[]>;
  stop(): Promise<void>;
}

function wordsOf({ path, body }: Recorded): string {
  if (path.endsWith('/selfsubjectreviews')) return 'who';
  const { spec } = JSON.parse(body);
  if (path.endsWith('/selfsubjectrulesreviews'))
    return `rules ${spec.namespace === nowhere ? '*' : spec.namespace}`;
  const { verb, resource, subresource, namespace = '*' } = spec.resourceAttributes;
  return `${verb} ${subresource === undefined ? resource : `${resource}/${subresource}`} ${namespace}`;
}

export async function startAccessWorld(): Promise<AccessWorld> {
  const fake = await startFakeKubernetes();
  const client = createKubernetesClient(fake.connection);
  const clock = fakeClock();
  const watch: AccessWorld['watch'] = {
    namespaces: ['a', 'b', 'c'],
    isWatched: true,
    bound: null,
    lastAnswerMs: null,
  };
  const book = createAccessBook(client, clock, {
    namespaceNames: () => watch.namespaces,
    isWatched: () => watch.isWatched,
    boundIn: ({ name }) => (watch.bound === null ? null : new Set(watch.bound[name] ?? [])),
    lastAnswerMs: () => watch.lastAnswerMs,
  });
  return {
    fake,
    clock,
    book,
    watch,
    asked: (since = 0) =>
      fake.requests
        .slice(since)
        .filter(({ path }) => path.endsWith('reviews'))
        .map(wordsOf),
    visible: async (credential) => [...(await book.visibility(credential)).namespaces],
    stop: async () => {
      await client.close();
      await fake.close();
    },
  };
}

export const viewer = bearerCredential('viewer');
export const admin = bearerCredential('admin');
