/** Mantine in our clothes: compact sizes, our colours by meaning, and every token as a CSS variable `--sl-…`. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { type Tokens, tokens } from './tokens.ts';

/** Light uses shade 7, dark shade 4: the accent of each theme. */
const accent: MantineColorsTuple = [
  '#e3f2f5',
  '#c5e6ec',
  '#9ad7e2',
  '#74cddd',
  '#4fc3d7',
  '#2aa3b8',
  '#14879b',
  '#0b6b7f',
  '#095767',
  '#074552',
];

export const fonts = {
  text: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
  code: "'JetBrains Mono Variable', ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
} as const;

export const theme = createTheme({
  colors: { accent },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  fontFamily: fonts.text,
  fontFamilyMonospace: fonts.code,
  fontSizes: { xs: '0.6875rem', sm: '0.8125rem', md: '0.8125rem', lg: '0.875rem', xl: '1rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.5' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.75rem' },
      h2: { fontSize: '0.8125rem', lineHeight: '1.25rem' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.25rem' },
    },
  },
});

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function variables(own: Tokens, shadow: string): Record<string, string> {
  const sluice = Object.fromEntries(
    Object.entries(own).map(([name, value]) => [`--sl-${kebab(name)}`, value]),
  );
  return {
    ...sluice,
    '--sl-shadow': shadow,
    '--mantine-color-body': own.page,
    '--mantine-color-text': own.text,
    '--mantine-color-bright': own.text,
    '--mantine-color-dimmed': own.dim,
    '--mantine-color-placeholder': own.dim,
    '--mantine-color-anchor': own.accent,
    '--mantine-color-error': own.failingText,
    '--mantine-color-default': own.surface,
    '--mantine-color-default-hover': own.page,
    '--mantine-color-default-color': own.text,
    '--mantine-color-default-border': own.strongLine,
    '--mantine-color-disabled': own.track,
    '--mantine-color-disabled-color': own.dim,
    '--mantine-color-disabled-border': own.border,
  };
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(tokens.light, '0 1px 2px rgb(23 28 36 / 6%), 0 8px 24px rgb(23 28 36 / 12%)'),
  dark: variables(tokens.dark, '0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 50%)'),
});
