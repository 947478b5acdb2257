'use client';
/** What can be done with the graph beside looking at it: menus, keys and buttons share these. */
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { labelChoices } from '#components/mesh-drawing/edge-labels.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { showToast } from '#components/ui/layers/toast.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { neighbourhoodDepths } from '#lib/graph/views/neighbourhood.ts';
import { subjectOf } from './subject.ts';
import type { GraphUrl } from './use-graph-url.ts';

export interface GraphActions {
  /** Only the neighbourhood of this; asked again for the same, one step wider. */
  around(id: string): void;
  everything(): void;
  /** Both take an expression of the find language. */
  hide(question: string): void;
  find(question: string): void;
  onlyNamespace(namespace: string): void;
  openService(name: ObjectName): void;
  openWorkload(name: ObjectName): void;
  copyLink(id: string | null): void;
  copyName(name: string): void;
  /** Rows of a table as text. */
  copyRows(text: string, count: number): void;
  nextLabels(): void;
  otherView(): void;
}

export function useGraphActions(graph: Graph, url: GraphUrl): GraphActions {
  const t = useTranslations('explore.copied');
  const router = useRouter();
  const { namespaces, range, setNamespaces } = useScope();

  const copy = (text: string, done: string) => {
    // Without a secure context there is no clipboard at all.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => showToast(done),
      () => showToast(t('failed'), 'failed'),
    );
  };

  return {
    around(id) {
      const widest = neighbourhoodDepths.at(-1) ?? 1;
      const next = neighbourhoodDepths.find((depth) => depth > url.depth) ?? widest;
      const depth = url.around === id ? next : 1;
      // A box is not something that a panel tells about.
      const focus = subjectOf(graph, id)?.kind === 'box' ? url.focus : id;
      void url.set({ around: id, depth, focus, show: null }, { history: 'push' });
    },
    everything: () => void url.set({ around: null, depth: null, hide: '' }, { history: 'push' }),
    hide(question) {
      const hide = url.hide.trim() === '' ? question : `${url.hide} or ${question}`;
      void url.set({ hide, focus: null }, { history: 'push' });
    },
    find: (question) => void url.set({ find: question, show: null }),
    onlyNamespace(namespace) {
      setNamespaces([namespace]);
      void url.set({ around: null, depth: null });
    },
    openService: (name) => router.push(routes.service(name, { namespaces, range })),
    openWorkload: (name) => router.push(routes.workload(name, { namespaces, range })),
    copyLink(id) {
      const link = new URL(window.location.href);
      if (id !== null) link.searchParams.set('focus', id);
      copy(link.href, t('link'));
    },
    copyName: (name) => copy(name, t('name')),
    copyRows: (text, count) => copy(text, t('rows', { count })),
    nextLabels() {
      const at = labelChoices.indexOf(url.labels);
      void url.set({ labels: labelChoices[(at + 1) % labelChoices.length] ?? null });
    },
    otherView: () => void url.set({ view: url.view === 'map' ? 'table' : 'map' }),
  };
}
