'use client';
import { Moon, Sun } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
/** Light or dark, at once; "as the system" is in the settings. */
import { useColorScheme } from '#components/ui/theme/color-scheme.ts';
import { usePreferences } from './preferences.ts';

export function ThemeSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell.theme');
  const { setTheme } = usePreferences();
  const dark = useColorScheme() === 'dark';
  const Icon = dark ? Sun : Moon;
  return (
    <IconButton
      className={className}
      label={dark ? t('toLight') : t('toDark')}
      icon={<Icon size={16} strokeWidth={1.75} aria-hidden />}
      onClick={() => setTheme(dark ? 'light' : 'dark')}
    />
  );
}
