'use client';
/** Light or dark, at once; "as the system" is in the settings. */
import { useComputedColorScheme } from '@mantine/core';
import { Moon, Sun } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { IconButton } from '#components/ui/icon-button.tsx';
import { usePreferences } from './preferences.ts';

export function ThemeSwitch({ className }: { className?: string }) {
  const t = useTranslations('shell.theme');
  const { setTheme } = usePreferences();
  const dark = useComputedColorScheme('light') === 'dark';
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
