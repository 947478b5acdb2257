/** The cluster that a command judges: the objects of the files, over those of a live cluster where one is named. */

import { identityOf } from '#lib/istio/checks/kinds.ts';
import { defaultMeshConfig, type KubernetesObject, type MeshConfig } from '#lib/istio/objects.ts';
import { type ClusterContents, readClusterOnce } from '#lib/server/kubernetes/read-once.ts';
import { type FileObject, type FileProblem, readObjects } from './documents.ts';
import { UsageError } from './exit.ts';
import { readSources } from './source-files.ts';

export interface Cluster {
  objects: KubernetesObject[];
  /** By `identityOf`: where an object is written; of two the last, which counts. */
  written: ReadonlyMap<string, FileObject>;
  /** Objects that a later document replaces. */
  replaced: readonly { earlier: FileObject; later: FileObject }[];
  problems: readonly FileProblem[];
  meshConfig: MeshConfig;
  /** Kinds whose objects nobody read. */
  unread: readonly string[];
}

/** Kinds that the console's account never asks for. */
const neverRead = ['Secret', 'ConfigMap', 'MutatingWebhookConfiguration', 'Node'];

export async function loadCluster(
  paths: readonly string[],
  kubeconfig: string | undefined,
): Promise<Cluster> {
  if (paths.length === 0 && kubeconfig === undefined) {
    throw new UsageError(
      'no PATH: name files or folders with Kubernetes objects, - for standard input, or --kubeconfig',
    );
  }
  const read = readSources(paths).map(readObjects);
  const written = new Map<string, FileObject>();
  const replaced: { earlier: FileObject; later: FileObject }[] = [];
  for (const found of read.flatMap(({ objects }) => objects)) {
    const id = identityOf(found.object);
    const earlier = written.get(id);
    if (earlier) replaced.push({ earlier, later: found });
    written.set(id, found);
  }
  const live = kubeconfig === undefined ? null : await readLive(kubeconfig);
  const kept = (live?.objects ?? []).filter((object) => !written.has(identityOf(object)));
  return {
    objects: [...kept, ...[...written.values()].map(({ object }) => object)],
    written,
    replaced,
    problems: read.flatMap(({ problems }) => problems),
    meshConfig: live?.meshConfig ?? defaultMeshConfig,
    unread: live ? [...neverRead, ...live.refused.map(({ kind }) => kind)] : [],
  };
}

async function readLive(kubeconfig: string): Promise<ClusterContents> {
  let contents: ClusterContents;
  try {
    contents = await readClusterOnce(kubeconfig);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the cluster of --kubeconfig ${kubeconfig} cannot be read: ${reason}`);
  }
  for (const { kind, reason } of contents.refused) {
    process.stderr.write(`sluice: ${kind} objects are left out: ${reason}\n`);
  }
  return contents;
}
