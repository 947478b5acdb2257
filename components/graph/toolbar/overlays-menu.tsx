'use client';
/** What is drawn over or left out of the graph: a menu of switches that stays open. */
import { ChevronDown, Layers } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Menu, type MenuEntry } from '#components/ui/layers/menu.tsx';
import { type OverlayName, overlayNames } from '../overlays.ts';
import type { GraphUrl } from '../use-graph-url.ts';
import styles from './graph-toolbar.module.css';

const onMapOnly: readonly OverlayName[] = ['badges', 'sidecar', 'locks', 'dots'];

export function useOverlayEntries(url: GraphUrl): MenuEntry[] {
  const t = useTranslations('explore.overlays');
  const { overlays, view } = url;
  return overlayNames
    .filter((name) => view === 'map' || !onMapOnly.includes(name))
    .map((name) => ({
      key: name,
      text: t(name),
      checked: overlays.includes(name),
      stays: true,
      onSelect: () =>
        void url.set({
          overlays: overlayNames.filter((other) => overlays.includes(other) !== (other === name)),
        }),
    }));
}

export function OverlaysMenu({ url }: { url: GraphUrl }) {
  const t = useTranslations('explore.overlays');
  const entries = useOverlayEntries(url);
  return (
    <Menu
      label={t('label')}
      width={210}
      align="end"
      trigger={(trigger) => (
        <button type="button" className={styles.choice} {...trigger}>
          <Layers size={14} aria-hidden />
          <span>{t('label')}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      )}
      sections={[{ entries }]}
    />
  );
}
