/** Which Kubernetes and which Istio run: `/version`, and the labels and images of istiod's pods. */
import type { About } from '#lib/api/status.ts';
import { isIstiod, istiodRevision, istiodVersion } from '#lib/istio/control-plane.ts';
import type { Pod } from '#lib/istio/objects.ts';
import { isRecord } from '#lib/record.ts';
import { fixedPaths } from './paths.ts';
import type { KubernetesClient } from './rest.ts';

/** e.g. v1.35.0. Rejects with AppError. */
export async function kubernetesVersion(client: KubernetesClient): Promise<string | null> {
  const answer = await client.call(
    { method: 'GET', path: fixedPaths.version, timeoutMs: 5000 },
    { kind: 'console' },
  );
  return isRecord(answer) && typeof answer.gitVersion === 'string' ? answer.gitVersion : null;
}

/** The embedded mesh says so in its version. */
export function isDemoVersion(gitVersion: string | null): boolean {
  return gitVersion?.endsWith('+sluice.demo') ?? false;
}

export function istioVersions(pods: readonly Pod[]): About['istio'] {
  const found = new Map<string, About['istio'][number]>();
  for (const pod of pods) {
    const { labels, namespace = '' } = pod.metadata;
    if (!isIstiod(labels)) continue;
    const one = { revision: istiodRevision(labels), version: istiodVersion(pod) ?? '?', namespace };
    found.set(`${one.namespace}/${one.revision}/${one.version}`, one);
  }
  return [...found.values()].sort((a, b) => a.revision.localeCompare(b.revision));
}
