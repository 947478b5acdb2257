'use client';
/** The language, each named in itself. */
import { Menu, VisuallyHidden } from '@mantine/core';
import { Check, Languages } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { localeNames, locales } from '#lib/i18n/locales.ts';
import { usePreferences } from './preferences.ts';
import styles from './top-bar.module.css';

export function LanguageSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell.language');
  const { locale, setLocale } = usePreferences();
  return (
    <Menu position="bottom-end" width={168}>
      <Menu.Target>
        <button type="button" className={`${styles.tool} ${className ?? ''}`}>
          <Languages size={16} strokeWidth={1.75} aria-hidden />
          <VisuallyHidden>{t('label')}</VisuallyHidden> <span className={styles.toolText}>{t('name')}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {locales.map((choice) => (
          <Menu.Item
            key={choice}
            lang={choice}
            aria-current={choice === locale || undefined}
            rightSection={choice === locale ? <Check size={14} aria-hidden /> : null}
            onClick={() => setLocale(choice)}
          >
            {localeNames[choice]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
