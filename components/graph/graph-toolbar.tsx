'use client';
/** The bar over the graph: what is wrong on the left, how to look at it on the right. */
import { Menu } from '@mantine/core';
import { EllipsisVertical, Tag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { graphTypes } from '#lib/api/graph.ts';
import { labelChoices } from './edge-labels.ts';
import styles from './graph-toolbar.module.css';
import { ToolbarMenu } from './toolbar-menu.tsx';
import { type GraphUrl, views } from './use-graph-url.ts';

export interface GraphToolbarProps {
  url: GraphUrl;
  pills: ReactNode;
  find: ReactNode;
  onArrange: () => void;
}

export function GraphToolbar({ url, pills, find, onArrange }: GraphToolbarProps) {
  const t = useTranslations('graph');
  const types = graphTypes.map((value) => ({ value, text: t(`type.${value}`) }));
  const labels = labelChoices.map((value) => ({ value, text: t(`labels.${value}`) }));
  return (
    <div className={styles.toolbar}>
      {pills}
      <div className={styles.tools}>
        <fieldset className={styles.segments} aria-label={t('view.label')}>
          {views.map((view) => (
            <button
              key={view}
              type="button"
              aria-pressed={url.view === view}
              onClick={() => void url.set({ view })}
            >
              {t(`view.${view}`)}
            </button>
          ))}
        </fieldset>
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
              value={url.labels}
              options={labels}
              onChange={(choice) => void url.set({ labels: choice })}
            />
          </span>
        )}
        {find}
        <Menu position="bottom-end" width={210}>
          <Menu.Target>
            <button type="button" className={styles.more} aria-label={t('more')} title={t('more')}>
              <EllipsisVertical size={16} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown aria-label={t('more')}>
            <div className={styles.narrow}>
              <Menu.Label>{t('type.label')}</Menu.Label>
              {types.map(({ value, text }) => (
                <Menu.Item
                  key={value}
                  aria-current={value === url.type}
                  onClick={() => void url.set({ type: value, focus: null })}
                >
                  {text}
                </Menu.Item>
              ))}
              <Menu.Label>{t('labels.label')}</Menu.Label>
              {labels.map(({ value, text }) => (
                <Menu.Item
                  key={value}
                  aria-current={value === url.labels}
                  onClick={() => void url.set({ labels: value })}
                >
                  {text}
                </Menu.Item>
              ))}
              <Menu.Divider />
            </div>
            <Menu.Item disabled={url.view !== 'map'} onClick={onArrange}>
              {t('arrange')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}
