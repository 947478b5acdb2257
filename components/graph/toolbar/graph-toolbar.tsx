'use client';
/** The bar over the graph: what is wrong on the left, how to look at it on the right. */
import { EllipsisVertical, Table2, Tag, Waypoints } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { labelChoices } from '#components/mesh-drawing/edge-labels.ts';
import { Segments } from '#components/ui/buttons/segments.tsx';
import { Menu } from '#components/ui/layers/menu.tsx';
import { graphTypes } from '#lib/api/words.ts';
import { useCompareEntries } from '../compare/compare-menu.tsx';
import type { GraphFolding } from '../fold/graph-folding.ts';
import { useFoldSections } from '../fold/use-fold-sections.ts';
import { type GraphUrl, views } from '../use-graph-url.ts';
import { type ExportFormat, exportFormats } from './export-formats.ts';
import styles from './graph-toolbar.module.css';
import { OverlaysMenu, useOverlayEntries } from './overlays-menu.tsx';
import { ToolbarMenu } from './toolbar-menu.tsx';

export interface GraphToolbarProps {
  url: GraphUrl;
  pills: ReactNode;
  find: ReactNode;
  folding: GraphFolding;
  onArrange: () => void;
  onFullScreen: () => void;
  onExport: (format: ExportFormat) => void;
}

const viewIcons = {
  map: <Waypoints size={15} aria-hidden />,
  table: <Table2 size={15} aria-hidden />,
};

export function GraphToolbar(props: GraphToolbarProps) {
  const { url, pills, find, folding, onArrange, onFullScreen, onExport } = props;
  const t = useTranslations('graph');
  const explore = useTranslations('explore');
  const time = useTranslations('time');
  const comparisons = useCompareEntries(url.vs, (vs) => void url.set({ vs }, { history: 'push' }));
  const overlays = useOverlayEntries(url);
  const foldSections = useFoldSections(url, folding);
  const types = graphTypes.map((value) => ({ value, text: t(`type.${value}`) }));
  const labels = labelChoices.map((value) => ({
    value,
    text: t(`labels.${value}`),
    detail: explore(`labels.${value}`),
  }));
  return (
    <div className={styles.toolbar}>
      {pills}
      <div className={styles.tools}>
        <Segments
          label={t('view.label')}
          value={url.view}
          options={views.map((value) => ({ value, name: t(`view.${value}`), icon: viewIcons[value] }))}
          onChange={(view) => void url.set({ view })}
        />
        <span className={styles.wide}>
          <ToolbarMenu
            label={t('type.label')}
            value={url.type}
            options={types}
            onChange={(type) => void url.set({ type, focus: null }, { history: 'push' })}
          />
        </span>
        {url.view === 'map' && (
          <span className={styles.wide}>
            <ToolbarMenu
              label={t('labels.label')}
              icon={<Tag size={14} aria-hidden />}
              width={300}
              value={url.labels}
              options={labels}
              onChange={(choice) => void url.set({ labels: choice })}
            />
          </span>
        )}
        <span className={styles.wide}>
          <OverlaysMenu url={url} />
        </span>
        {find}
        <Menu
          label={t('more')}
          width={210}
          align="end"
          trigger={(trigger) => (
            <button
              type="button"
              className={styles.more}
              aria-label={t('more')}
              title={t('more')}
              {...trigger}
            >
              <EllipsisVertical size={16} aria-hidden />
            </button>
          )}
          sections={[
            {
              label: t('type.label'),
              className: styles.narrow,
              entries: types.map(({ value, text }) => ({
                key: value,
                text,
                checked: value === url.type,
                onSelect: () => void url.set({ type: value, focus: null }),
              })),
            },
            {
              label: t('labels.label'),
              className: styles.narrow,
              entries: labels.map(({ value, text }) => ({
                key: value,
                text,
                checked: value === url.labels,
                onSelect: () => void url.set({ labels: value }),
              })),
            },
            {
              label: explore('overlays.label'),
              className: styles.narrow,
              entries: overlays,
            },
            ...foldSections,
            {
              entries: [
                { key: 'arrange', text: t('arrange'), disabled: url.view !== 'map', onSelect: onArrange },
                { key: 'full', text: explore('menu.fullScreen'), hint: 'Shift+F', onSelect: onFullScreen },
              ],
            },
            { label: time('compare.with'), entries: comparisons },
            {
              label: explore('menu.export'),
              entries: exportFormats.map((format) => ({
                key: format,
                text: explore(`export.${format}`),
                disabled: format !== 'json' && url.view !== 'map',
                onSelect: () => onExport(format),
              })),
            },
          ]}
        />
      </div>
    </div>
  );
}
