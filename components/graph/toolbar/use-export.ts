'use client';
/** Saves the graph as it is shown, with a head that says of what and when. */
import { useTranslations } from 'use-intl';
import type { Drawing } from '#components/kit/graph-canvas/graph-canvas.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { Graph } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import type { ExportFormat } from './export-formats.ts';

/** More names than this would make the head longer than the picture. */
const mostNames = 6;

export function useExport(graph: Graph): (format: ExportFormat, drawing: Drawing | null) => void {
  const t = useTranslations('explore.export');
  const format = useFormat();
  return (kind, drawing) => {
    const names = graph.namespaces.map(({ name }) => name);
    const scope = names.length > mostNames ? t('namespaces', { count: names.length }) : format.list(names);
    const subtitle = [
      graph.nodes[0]?.cluster ?? '',
      scope,
      `${format.dateTime(graph.at)} ${format.zone(graph.at)}`,
      t('window', { span: format.span(graph.windowSeconds) }),
    ];
    const input = {
      graph,
      drawing,
      title: t('title'),
      subtitle: subtitle.filter((part) => part !== '').join(' · '),
    };
    void import('./graph-export.ts')
      .then(({ exportGraph }) => exportGraph(kind, input))
      .catch(() => showToast(t('failed'), 'failed'));
  };
}
