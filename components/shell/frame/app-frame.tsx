'use client';
/** The frame around every page: navigation left, scope and tools on top, what is wrong with the sources, then the page. */
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { Toasts } from '#components/ui/layers/toasts.tsx';
import { preferenceCookie } from '#components/ui/theme/theme-cookie.ts';
import type { Whoami } from '#lib/api/access/session.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { DemoBanner } from '../notes/demo-banner.tsx';
import { ReadOnlyBanner } from '../notes/read-only-banner.tsx';
import { SourceBanners } from '../notes/source-banners.tsx';
import styles from './app-frame.module.css';
import { LiveProvider } from './live-context.tsx';
import { Navigation } from './navigation.tsx';
import { navigationCookie } from './navigation-cookie.ts';
import { useShortcuts } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

const loadPalette = () => import('../palette/command-palette.tsx').then((module) => module.CommandPalette);
const CommandPalette = dynamic(loadPalette, { ssr: false });
/** What may be wanted next is fetched when the page has come to rest. */
const settledMs = 2_000;
const KeyboardHelp = dynamic(() => import('./keyboard-help.tsx').then((module) => module.KeyboardHelp), {
  ssr: false,
});

export interface AppFrameProps {
  /** As the server read it with the reader's own session; renewed by the stream's "access" event. */
  whoami: Whoami;
  collapsed: boolean;
  children: ReactNode;
}

function NavigationDrawer({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const [opening] = useState(pathname);
  useEffect(() => {
    if (pathname !== opening) onClose();
  }, [pathname, opening, onClose]);
  return (
    <Dialog title={t('navigation')} width={240} place="left" onClose={onClose}>
      <Navigation collapsed={false} settled />
    </Dialog>
  );
}

export function AppFrame({ whoami: initial, collapsed: initiallyCollapsed, children }: AppFrameProps) {
  const t = useTranslations('shell');
  const common = useTranslations('common');
  const { data: whoami = initial } = useQuery({ ...queries.whoami(), initialData: initial });
  const [collapsed, setCollapsed] = useState(initiallyCollapsed);
  const [dialog, setDialog] = useState<'palette' | 'help' | 'navigation' | null>(null);
  const open = useMemo(
    () => ({
      palette: () => setDialog('palette'),
      help: () => setDialog('help'),
      navigation: () => setDialog('navigation'),
      none: () => setDialog(null),
    }),
    [],
  );
  useShortcuts(open);
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(true);
      // The first keys after Ctrl-K must find the field.
      void loadPalette();
    }, settledMs);
    return () => clearTimeout(timer);
  }, []);
  const toggle = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store API is absent from Firefox
    document.cookie = preferenceCookie(navigationCookie, collapsed ? 'open' : 'collapsed');
    setCollapsed(!collapsed);
  };

  return (
    <LiveProvider account={whoami.user.name}>
      <a href="#content" className={styles.skip}>
        {t('skip')}
      </a>
      <div className={styles.frame} data-collapsed={collapsed || undefined}>
        {whoami.cluster.demo && (
          <div className={styles.demo}>
            <DemoBanner />
          </div>
        )}
        <div className={styles.side}>
          <Navigation collapsed={collapsed} settled={settled} onToggle={toggle} />
        </div>
        <div className={styles.column}>
          <TopBar whoami={whoami} openNavigation={open.navigation} openPalette={open.palette} />
          {whoami.readOnly && <ReadOnlyBanner />}
          <SourceBanners />
          <main id="content" className={styles.main} tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
      <Toasts closeLabel={common('close')} />
      {dialog === 'palette' && (
        <CommandPalette
          onClose={() => setDialog((current) => (current === 'palette' ? null : current))}
          openHelp={open.help}
        />
      )}
      {dialog === 'help' && <KeyboardHelp onClose={open.none} />}
      {dialog === 'navigation' && <NavigationDrawer onClose={open.none} />}
    </LiveProvider>
  );
}
