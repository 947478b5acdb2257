'use client';
/** Theme and language of this browser. */
import { SegmentedControl } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type ThemeChoice, usePreferences } from '#components/shell/preferences.ts';
import { localeNames, locales } from '#lib/i18n/locales.ts';
import styles from './settings.module.css';

const themeChoices: readonly ThemeChoice[] = ['auto', 'light', 'dark'];

export function Appearance() {
  const t = useTranslations('settings');
  const themes = useTranslations('shell.theme');
  const { locale, setLocale, themeChoice, setTheme } = usePreferences();
  return (
    <section className={styles.section}>
      <h2>{t('appearance')}</h2>
      <div className={styles.setting}>
        <div>
          <span className={styles.settingName}>{t('theme')}</span>
          <span className={styles.dim}>{t('themeHint')}</span>
        </div>
        <SegmentedControl
          aria-label={t('theme')}
          value={themeChoice}
          onChange={setTheme}
          data={themeChoices.map((value) => ({ value, label: themes(value) }))}
        />
      </div>
      <div className={styles.setting}>
        <div>
          <span className={styles.settingName}>{t('language')}</span>
          <span className={styles.dim}>{t('languageHint')}</span>
        </div>
        <SegmentedControl
          aria-label={t('language')}
          value={locale}
          onChange={setLocale}
          data={locales.map((value) => ({ value, label: localeNames[value] }))}
        />
      </div>
    </section>
  );
}
