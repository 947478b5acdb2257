'use client';
/** The header: where this is, what it is about, whether it is kept, and the way out. */
import { Check, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useNow } from '#components/shell/use-now.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { type ObjectName, routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { isRecipe, type WizardKind } from './answers.ts';
import styles from './wizard.module.css';

export interface WizardHeaderProps {
  service: ObjectName | null;
  kind: WizardKind;
  /** Null: nothing was said yet. */
  kept: boolean | null;
}

export function WizardHeader({ service, kind, kept }: WizardHeaderProps) {
  const t = useTranslations('wizard');
  const { namespaces, range } = useScope();
  const about = isRecipe(kind) ? 'recipe' : 'split';
  return (
    <header className={styles.head}>
      <div className={styles.names}>
        <nav className={styles.crumbs} aria-label={t('crumbs')}>
          <Link href={routes.splits({ namespaces, range })}>{t('splits')}</Link>
          <ChevronRight size={12} aria-hidden />
          <span>{isRecipe(kind) ? t(`recipe.${kind}`) : t('new')}</span>
        </nav>
        <h1>{service === null ? t('title.none') : t(`title.${about}`, { service: service.name })}</h1>
      </div>
      {kept !== null && (
        <span className={styles.kept} role="status">
          {kept ? <Check size={14} aria-hidden /> : <StateMark state="degraded" size={14} />}
          {t(kept ? 'kept' : 'unkept')}
        </span>
      )}
      <ButtonLink
        href={service === null ? routes.splits({ namespaces, range }) : routes.service(service, { range })}
      >
        {t('cancel')}
      </ButtonLink>
    </header>
  );
}

export interface FoundLineProps {
  changedAtMs: number;
  onContinue: () => void;
  onStartOver: () => void;
}

/** A draft of an earlier visit: a line, no dialog. */
export function FoundLine({ changedAtMs, onContinue, onStartOver }: FoundLineProps) {
  const t = useTranslations('wizard');
  const format = useFormat();
  const now = useNow();
  return (
    <div className={styles.line} role="status">
      <span>{t('found', { time: format.timeOrDay(changedAtMs / 1000, now) })}</span>
      <Button size="small" onClick={onContinue}>
        {t('continue')}
      </Button>
      <Button size="small" tone="quiet" onClick={onStartOver}>
        {t('startOver')}
      </Button>
    </div>
  );
}
