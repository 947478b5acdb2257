'use client';
/** The console's pages, grouped; collapses to icons. Links keep the scope of the view. */
import { useQuery } from '@tanstack/react-query';
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useTooltip } from '#components/ui/layers/tooltip.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import { Logo } from '#components/ui/theme/logo.tsx';
import { routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useScope } from '../use-scope.ts';
import styles from './navigation.module.css';
import { footPages, type PageEntry, pageGroups, pageOf } from './pages.ts';

export interface NavigationProps {
  collapsed: boolean;
  /** The page has come to rest: the other pages may be fetched ahead. */
  settled: boolean;
  /** Absent where the navigation cannot collapse (the drawer). */
  onToggle?: () => void;
}

interface NavigationItemProps extends Pick<NavigationProps, 'collapsed' | 'settled'> {
  page: PageEntry;
}

function NavigationItem({ page, collapsed, settled }: NavigationItemProps) {
  const t = useTranslations('shell');
  const { namespaces, range } = useScope();
  const current = pageOf(usePathname()) === page.name;
  const label = t(`pages.${page.name}`);
  const tooltip = useTooltip(label, { side: 'right', disabled: !collapsed });
  return (
    <>
      <Link
        href={page.href({ namespaces, range })}
        prefetch={settled ? null : false}
        className={styles.item}
        aria-current={current ? 'page' : undefined}
        {...tooltip.anchorProps}
      >
        <page.icon size={16} strokeWidth={1.75} aria-hidden />
        {collapsed ? <VisuallyHidden>{label}</VisuallyHidden> : label}
        {page.name === 'splits' && settled && <RunningSplits collapsed={collapsed} />}
      </Link>
      {tooltip.bubble}
    </>
  );
}

/** How many splits run anywhere that the reader sees. */
function RunningSplits({ collapsed }: { collapsed: boolean }) {
  const t = useTranslations('shell');
  const format = useFormat();
  const { data: count = 0 } = useQuery(queries.runningSplits());
  if (count === 0) return null;
  return (
    <span className={styles.count}>
      {!collapsed && <span aria-hidden>{format.count(count)}</span>}
      <VisuallyHidden>{t('runningSplits', { count })}</VisuallyHidden>
    </span>
  );
}

export function Navigation({ collapsed, settled, onToggle }: NavigationProps) {
  const t = useTranslations('shell');
  const brand = useTranslations('common')('brand');
  const toggleLabel = collapsed ? t('expand') : t('collapse');
  const tooltip = useTooltip(toggleLabel, { side: 'right', disabled: !collapsed });
  const ToggleIcon = collapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <nav className={styles.nav} aria-label={t('navigation')} data-collapsed={collapsed || undefined}>
      <Link href={routes.overview()} className={styles.brand} prefetch={false}>
        <Logo />
        {collapsed ? <VisuallyHidden>{brand}</VisuallyHidden> : brand}
      </Link>
      <div className={styles.groups}>
        {pageGroups.map((group) => (
          <div key={group.name} className={styles.group}>
            <div className={styles.groupName}>{collapsed ? null : t(`groups.${group.name}`)}</div>
            <ul>
              {group.pages.map((page) => (
                <li key={page.name}>
                  <NavigationItem page={page} collapsed={collapsed} settled={settled} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className={styles.foot}>
        {footPages.map((page) => (
          <NavigationItem key={page.name} page={page} collapsed={collapsed} settled={settled} />
        ))}
        {onToggle !== undefined && (
          <>
            <button
              type="button"
              className={styles.item}
              onClick={onToggle}
              aria-expanded={!collapsed}
              {...tooltip.anchorProps}
            >
              <ToggleIcon size={16} strokeWidth={1.75} aria-hidden />
              {collapsed ? <VisuallyHidden>{toggleLabel}</VisuallyHidden> : toggleLabel}
            </button>
            {tooltip.bubble}
          </>
        )}
      </div>
    </nav>
  );
}
