'use client';
/** The language, each named in itself. */
import { Languages } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { classNames } from '#components/ui/class-names.ts';
import { Menu } from '#components/ui/layers/menu.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import { localeNames, locales } from '#lib/i18n/locales.ts';
import { usePreferences } from './preferences.ts';
import styles from './top-bar.module.css';

export function LanguageSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell.language');
  const { locale, setLocale } = usePreferences();
  return (
    <Menu
      label={t('label')}
      width={168}
      align="end"
      trigger={(props) => (
        <button type="button" className={classNames(styles.tool, className)} {...props}>
          <Languages size={16} strokeWidth={1.75} aria-hidden />
          <VisuallyHidden>{t('label')}</VisuallyHidden> <span className={styles.toolText}>{t('name')}</span>
        </button>
      )}
      sections={[
        {
          entries: locales.map((choice) => ({
            key: choice,
            text: localeNames[choice],
            lang: choice,
            checked: choice === locale,
            onSelect: () => setLocale(choice),
          })),
        },
      ]}
    />
  );
}
