'use client';
/** Theme and language of this browser. */
import { useTranslations } from 'use-intl';
import { usePreferences } from '#components/shell/frame/preferences.ts';
import { Segments } from '#components/ui/buttons/segments.tsx';
import type { ThemeChoice } from '#components/ui/theme/theme-cookie.ts';
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
        <Segments
          label={t('theme')}
          value={themeChoice}
          onChange={setTheme}
          options={themeChoices.map((value) => ({ value, name: themes(value) }))}
        />
      </div>
      <div className={styles.setting}>
        <div>
          <span className={styles.settingName}>{t('language')}</span>
          <span className={styles.dim}>{t('languageHint')}</span>
        </div>
        <Segments
          label={t('language')}
          value={locale}
          onChange={setLocale}
          options={locales.map((value) => ({ value, name: localeNames[value] }))}
        />
      </div>
    </section>
  );
}
