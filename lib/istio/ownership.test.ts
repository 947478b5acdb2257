/** Who owns an object, by what the tools leave on it: splits.md §5.4 as a table. */
import { expect, test } from 'vitest';
import type { ManagedBy } from '../api/configuration/configuration.ts';
import type { ObjectMeta } from './objects.ts';
import { lastWriterOf, ownershipOf } from './ownership.ts';

const wrote = (manager: string, time = '2026-01-01T00:00:00Z', subresource?: string) => ({
  manager,
  operation: 'Update' as const,
  time,
  subresource,
});

test.each<[string, Omit<ObjectMeta, 'name'>, ManagedBy['manager'], string | null, boolean]>([
  ['nothing is known', {}, 'other', null, false],
  ['kubectl apply', { managedFields: [wrote('kubectl-client-side-apply')] }, 'kubectl', null, false],
  ['kubectl apply --server-side', { managedFields: [wrote('kubectl')] }, 'kubectl', null, false],
  ['kubectl edit', { managedFields: [wrote('kubectl-edit')] }, 'kubectl', null, false],
  ['the console', { managedFields: [wrote('sluice')] }, 'sluice', null, false],
  ['another tool', { managedFields: [wrote('terraform')] }, 'other', 'terraform', false],
  ['a tool whose name begins alike', { managedFields: [wrote('kubectlish')] }, 'other', 'kubectlish', false],
  [
    'the last of two',
    {
      managedFields: [wrote('sluice', '2026-01-02T00:00:00Z'), wrote('kubectl-edit', '2026-01-01T00:00:00Z')],
    },
    'sluice',
    null,
    false,
  ],
  [
    'whoever writes the status is nobody',
    { managedFields: [wrote('kubectl-edit'), wrote('pilot-discovery', '2026-02-01T00:00:00Z', 'status')] },
    'kubectl',
    null,
    false,
  ],
  [
    'Helm by its annotation',
    { annotations: { 'meta.helm.sh/release-name': 'shop' }, managedFields: [wrote('kubectl-edit')] },
    'helm',
    'shop',
    false,
  ],
  [
    'Helm by its labels',
    { labels: { 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/instance': 'shop' } },
    'helm',
    'shop',
    false,
  ],
  [
    'Argo CD by its tracking id',
    {
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:networking.istio.io/VirtualService:shop/cart' },
    },
    'argocd',
    'shop',
    true,
  ],
  [
    'an application of another namespace',
    { annotations: { 'argocd.argoproj.io/tracking-id': 'teams_shop:x/Y:shop/cart' } },
    'argocd',
    'teams/shop',
    true,
  ],
  [
    'Argo CD by its label and its manager',
    { labels: { 'app.kubernetes.io/instance': 'shop' }, managedFields: [wrote('argocd-controller')] },
    'argocd',
    'shop',
    true,
  ],
  [
    'the label alone is anybody’s',
    { labels: { 'app.kubernetes.io/instance': 'shop' } },
    'other',
    null,
    false,
  ],
  [
    'a Kustomization of Flux',
    {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
    'flux',
    'flux-system/apps',
    true,
  ],
  [
    'a HelmRelease of Flux, which carries Helm’s annotations too',
    {
      labels: { 'helm.toolkit.fluxcd.io/name': 'shop', 'helm.toolkit.fluxcd.io/namespace': 'shop' },
      annotations: { 'meta.helm.sh/release-name': 'shop' },
    },
    'flux',
    'shop/shop',
    true,
  ],
  ['Fleet', { labels: { 'fleet.cattle.io/bundle-name': 'apps' } }, 'fleet', 'apps', true],
  [
    'a canary of Flagger',
    { ownerReferences: [{ apiVersion: 'flagger.app/v1beta1', kind: 'Canary', name: 'cart', uid: 'u' }] },
    'flagger',
    'cart',
    true,
  ],
  [
    'Argo Rollouts, which moves the weights',
    { managedFields: [wrote('rollouts-controller'), wrote('kubectl-edit', '2026-03-01T00:00:00Z')] },
    'argo-rollouts',
    null,
    true,
  ],
])('%s', (_, metadata, manager, name, reverts) => {
  expect(ownershipOf({ metadata: { name: 'x', ...metadata } })).toEqual({ manager, name, reverts });
});

test('labels that are no text are nothing', () => {
  const labels = { 'fleet.cattle.io/bundle-name': 7 } as unknown as Record<string, string>;
  expect(ownershipOf({ metadata: { name: 'x', labels } }).manager).toBe('other');
});

test.each<[string, Omit<ObjectMeta, 'name'>, ManagedBy['manager'] | null, string | null]>([
  ['nobody is known', {}, null, null],
  [
    'kubectl, of what Argo CD owns',
    {
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:networking.istio.io/VirtualService:shop/x' },
      managedFields: [wrote('argocd-controller'), wrote('kubectl-edit', '2026-01-02T00:00:00Z')],
    },
    'kubectl',
    null,
  ],
  [
    'Argo CD, after kubectl',
    {
      annotations: { 'argocd.argoproj.io/tracking-id': 'shop:networking.istio.io/VirtualService:shop/x' },
      managedFields: [wrote('kubectl-edit'), wrote('argocd-controller', '2026-01-02T00:00:00Z')],
    },
    'other',
    'argocd-controller',
  ],
  [
    'not whoever wrote the status',
    { managedFields: [wrote('sluice'), wrote('pilot-discovery', '2026-02-01T00:00:00Z', 'status')] },
    'sluice',
    null,
  ],
])('who wrote last: %s', (_, metadata, manager, name) => {
  const writer = lastWriterOf({ metadata: { name: 'x', ...metadata } });
  expect(writer === null ? [null, null] : [writer.manager, writer.name]).toEqual([manager, name]);
});
