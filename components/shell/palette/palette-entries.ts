'use client';
import { useQuery } from '@tanstack/react-query';
/** What the command palette offers: pages, actions, and the objects that the search finds. */
import {
  Boxes,
  ExternalLink,
  Keyboard,
  Languages,
  Link2,
  Lock,
  LogOut,
  type LucideIcon,
  Moon,
  Route,
  Server,
  Split,
  Sun,
  SunMoon,
} from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { showToast } from '#components/ui/layers/toast.ts';
import type { Search } from '#lib/api/status.ts';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { isRunningSplit } from '#lib/client/queries/running-splits.ts';
import { localeNames, locales } from '#lib/i18n/locales.ts';
import { kindIdNamed } from '#lib/istio/kinds/registry.ts';
import { allPages } from '../frame/pages.ts';
import { usePreferences } from '../frame/preferences.ts';
import { useSignOut } from '../frame/sign-out.ts';
import { useSplitWords } from '../split-entry/split-link.tsx';
import { pageHref, usePageWords } from '../tool-links/service-pages.tsx';
import { useMayWrite } from '../use-may-write.ts';
import { useScope } from '../use-scope.ts';

export interface PaletteEntry {
  id: string;
  group: 'pages' | 'actions' | 'objects';
  name: string;
  detail?: string;
  icon: LucideIcon;
  run(): void;
}

const themeIcons = { light: Sun, dark: Moon, auto: SunMoon } as const;

/** Pages and actions whose name holds every word of the query. */
export function matching(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

/** The service that the page is about. */
function serviceAt(pathname: string): ObjectName | null {
  const [, namespace, name] = /^\/services\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
  return namespace === undefined || name === undefined
    ? null
    : { namespace: decodeURIComponent(namespace), name: decodeURIComponent(name) };
}

export function usePaletteCommands(openHelp: () => void): readonly PaletteEntry[] {
  const t = useTranslations('shell');
  const router = useRouter();
  const { namespaces, range } = useScope();
  const { locale, setLocale, themeChoice, setTheme } = usePreferences();
  const signOut = useSignOut();
  const { data: whoami } = useQuery(queries.whoami());
  // The proxy would sign in again with the next request.
  const maySignOut = whoami?.strategy !== 'header';
  const mayWrite = useMayWrite();
  const pathname = usePathname();
  return useMemo<PaletteEntry[]>(() => {
    const copyLink = () => {
      void navigator.clipboard.writeText(window.location.href);
      showToast(t('palette.linkCopied'));
    };
    const pages = allPages.map(
      (page): PaletteEntry => ({
        id: `page-${page.name}`,
        group: 'pages',
        name: t(`pages.${page.name}`),
        icon: page.icon,
        run: () => router.push(page.href({ namespaces, range })),
      }),
    );
    const action = (id: string, name: string, icon: LucideIcon, run: () => void): PaletteEntry => ({
      id,
      group: 'actions',
      name,
      icon,
      run,
    });
    return [
      ...pages,
      ...(mayWrite
        ? [
            action('split', t('palette.split'), Split, () => {
              const at = serviceAt(pathname);
              router.push(routes.splitNew(at === null ? {} : { service: `${at.namespace}/${at.name}` }));
            }),
          ]
        : []),
      action('copy-link', t('palette.copyLink'), Link2, copyLink),
      action('keyboard', t('palette.keyboard'), Keyboard, openHelp),
      ...(['light', 'dark', 'auto'] as const)
        .filter((choice) => choice !== themeChoice)
        .map((choice) =>
          action(`theme-${choice}`, t(`palette.theme.${choice}`), themeIcons[choice], () => setTheme(choice)),
        ),
      ...locales
        .filter((choice) => choice !== locale)
        .map((choice) =>
          action(`language-${choice}`, t('palette.language', { name: localeNames[choice] }), Languages, () =>
            setLocale(choice),
          ),
        ),
      ...(maySignOut ? [action('sign-out', t('palette.signOut'), LogOut, signOut)] : []),
    ];
  }, [
    t,
    router,
    namespaces,
    range,
    locale,
    setLocale,
    themeChoice,
    setTheme,
    signOut,
    openHelp,
    mayWrite,
    maySignOut,
    pathname,
  ]);
}

/** The pages that the service of this page has itself. What the reader may not open leads to what to ask for. */
export function usePageEntries(): readonly PaletteEntry[] {
  const t = useTranslations('links.pages');
  const wordsOf = usePageWords();
  const router = useRouter();
  const at = serviceAt(usePathname());
  const { data } = useQuery({
    ...queries.servicePages(at ?? { namespace: '', name: '' }),
    enabled: at !== null,
  });
  return (data?.pages ?? []).map((page) => ({
    id: `page-of-${page.service.port}`,
    group: 'actions' as const,
    name: t('open', { name: page.service.name, port: page.service.port }),
    detail: wordsOf(page),
    icon: page.state === 'ok' ? ExternalLink : Lock,
    run: () => {
      if (page.way === 'proxy') window.open(pageHref(page), '_blank', 'noopener,noreferrer');
      else router.push(pageHref(page));
    },
  }));
}

/** Splits that run now, to be watched. */
export function useSplitEntries(): readonly PaletteEntry[] {
  const t = useTranslations('shell.palette');
  const router = useRouter();
  const { namespaces, range } = useScope();
  const wordsOf = useSplitWords();
  const { data } = useQuery(queries.splits({ namespaces: null, window: '60s' }));
  return (data?.splits ?? []).filter(isRunningSplit).map((row) => ({
    id: `split-${row.id}`,
    group: 'objects' as const,
    name: t('watch', { name: row.service }),
    detail: [row.namespace, wordsOf(row)].join(' · '),
    icon: Split,
    run: () =>
      router.push(routes.split({ namespace: row.namespace, name: row.service }, { namespaces, range })),
  }));
}

const icons: Readonly<Record<string, LucideIcon>> = { Service: Boxes, Deployment: Server };

/** Where an object is looked at: on its own page. */
function addressOf({ kind, namespace, name, node }: Search['items'][number], range: string | null): string {
  if (kind === 'Service') return routes.service({ namespace, name }, { range });
  if (kind === 'Deployment') return routes.workload({ namespace, name }, { range });
  const id = kindIdNamed(kind);
  if (id !== null) return routes.configurationObject({ kind: id, namespace, name }, { range });
  return routes.graph({ namespaces: [namespace], range }, node);
}

export function useObjectEntries(search: Search | undefined): readonly PaletteEntry[] {
  const router = useRouter();
  const { range } = useScope();
  return useMemo(
    () =>
      (search?.items ?? []).map((item) => ({
        id: `object-${item.configuration ?? item.kind}-${item.namespace}-${item.name}`,
        group: 'objects' as const,
        name: item.name,
        detail: [item.kind, item.namespace, item.detail].filter(Boolean).join(' · '),
        icon: icons[item.kind] ?? Route,
        run: () => router.push(addressOf(item, range)),
      })),
    [search, router, range],
  );
}
