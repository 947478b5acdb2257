'use client';
/** The head of a page about objects: the configuration, their namespace and their kind lead to it. */
import { useTranslations } from 'use-intl';
import { useScope } from '#components/shell/use-scope.ts';
import { type Crumb, PageHead, type PageHeadProps } from '#components/ui/page/page-head.tsx';
import { routes } from '#lib/client/address/routes.ts';

export interface ObjectPageHeadProps extends Omit<PageHeadProps, 'crumbs' | 'crumbsLabel'> {
  /** Empty: objects of several. */
  namespace: string;
  /** Its kind's name; empty: several, or not chosen yet. */
  kind: string;
}

export function ObjectPageHead({ namespace, kind, ...head }: ObjectPageHeadProps) {
  const t = useTranslations('editor');
  const { namespaces, range } = useScope();
  const crumbs: Crumb[] = [{ text: t('crumb'), href: routes.configuration({ namespaces, range }) }];
  if (namespace !== '') {
    crumbs.push({ text: namespace, href: routes.configuration({ namespaces: [namespace], range }) });
  }
  if (kind !== '') crumbs.push({ text: kind });
  return <PageHead crumbs={crumbs} crumbsLabel={t('crumbs')} {...head} />;
}
