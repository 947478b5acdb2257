'use client';
/** Scope at the left (cluster, namespaces, time, live), tools at the right (find, language, theme, account). */
import { Menu, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Kbd } from '#components/ui/states/kbd.tsx';
import { Logo } from '#components/ui/theme/logo.tsx';
import type { Whoami } from '#lib/api/access/session.ts';
import { routes } from '#lib/client/address/routes.ts';
import { ClusterPicker } from '../pickers/cluster-picker.tsx';
import { NamespacePicker } from '../pickers/namespace-picker.tsx';
import { RangePicker } from '../pickers/range-picker.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import { pageOf } from './pages.ts';
import { commandKeyName } from './shortcuts.ts';
import { ThemeSwitch } from './theme-switch.tsx';
import styles from './top-bar.module.css';
import { UserMenu } from './user-menu.tsx';

export interface TopBarProps {
  whoami: Whoami;
  openNavigation: () => void;
  openPalette: () => void;
}

const never = () => () => {};

export function TopBar({ whoami, openNavigation, openPalette }: TopBarProps) {
  const t = useTranslations('shell');
  const brand = useTranslations('common')('brand');
  const page = pageOf(usePathname());
  const scoped = page !== null && page !== 'settings' && page !== 'access' && page !== 'links' ? page : null;
  // What is asked there says by itself what it is about, and is of the moment that it was asked.
  const isOfMesh = scoped !== 'metrics-explorer' && scoped !== 'traces';
  const commandKey = useSyncExternalStore(never, commandKeyName, () => 'Ctrl');
  return (
    <header className={styles.bar}>
      <IconButton
        className={styles.menuButton}
        label={t('openNavigation')}
        icon={<Menu size={18} aria-hidden />}
        onClick={openNavigation}
      />
      <Link href={routes.overview()} className={styles.brand} prefetch={false}>
        <Logo />
        {brand}
      </Link>
      <div className={styles.scope} data-bare={scoped === null || undefined}>
        <ClusterPicker name={whoami.cluster.name} />
        {scoped !== null && (
          <>
            {isOfMesh && (
              <>
                <NamespacePicker names={whoami.namespaces.map(({ name }) => name)} />
                <span className={styles.divider} />
              </>
            )}
            {scoped !== 'mesh' && <RangePicker page={scoped} />}
            {isOfMesh && <LiveIndicator page={scoped} />}
          </>
        )}
      </div>
      <div className={styles.tools}>
        <button type="button" className={styles.search} onClick={openPalette}>
          <Search size={15} aria-hidden />
          <span className={styles.searchText}>{t('palette.button')}</span> <Kbd>{commandKey} K</Kbd>
        </button>
        <LanguageSwitch className={styles.wideTool} />
        <ThemeSwitch className={styles.wideTool} />
        <span className={styles.divider} />
        <UserMenu whoami={whoami} />
      </div>
    </header>
  );
}
