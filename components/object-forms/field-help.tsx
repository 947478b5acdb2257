'use client';
/** What a field means in Istio, what holds when nothing is set, and its name in the document. */
import { useTranslations } from 'use-intl';
import { HelpButton } from '#components/kit/form-fields/help-button.tsx';
import type { FieldFacts } from '#lib/istio/forms/fact.ts';
import styles from './forms.module.css';

export interface FieldHelpProps {
  label: string;
  help: string;
  /** As the document names it. */
  name: string;
  facts?: FieldFacts;
  duration?: boolean;
}

export function FieldHelp({ label, help, name, facts, duration = false }: FieldHelpProps) {
  const t = useTranslations('forms.help');
  return (
    <HelpButton label={t('about', { field: label })}>
      {help !== '' && <p>{help}</p>}
      {duration && <p>{t('duration')}</p>}
      {facts?.default !== undefined && <p>{t('default', { value: facts.default })}</p>}
      {facts?.unused && <p>{t('unused')}</p>}
      <p className={styles.fieldName}>
        <code>{name}</code>
      </p>
    </HelpButton>
  );
}
