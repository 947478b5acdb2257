'use client';
/** In the head of a panel: what leaves only a part of the picture. */
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Menu } from '#components/ui/layers/menu.tsx';
import styles from '../toolbar/graph-toolbar.module.css';

export interface NarrowMenuProps {
  /** Only the neighbourhood. */
  onAround: () => void;
  /** Only a namespace; null where nothing else is shown anyway, or where there is none. */
  namespace?: { readonly name: string; readonly onChoose: () => void } | null;
}

export function NarrowMenu({ onAround, namespace = null }: NarrowMenuProps) {
  const t = useTranslations('explore.menu');
  return (
    <Menu
      label={t('narrow')}
      width={230}
      align="end"
      trigger={(trigger) => (
        <button
          type="button"
          className={styles.more}
          aria-label={t('narrow')}
          title={t('narrow')}
          {...trigger}
        >
          <Ellipsis size={16} aria-hidden />
        </button>
      )}
      sections={[
        {
          entries: [
            { key: 'around', text: t('around'), hint: 'N', onSelect: onAround },
            ...(namespace === null
              ? []
              : [
                  {
                    key: 'only',
                    text: t('onlyNamespace', { namespace: namespace.name }),
                    onSelect: namespace.onChoose,
                  },
                ]),
          ],
        },
      ]}
    />
  );
}
