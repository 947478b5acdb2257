/** Our colours by meaning as CSS variables, `--sl-…`, for each theme; "auto" is what the system has. */
import { fonts } from './fonts.ts';
import { type Tokens, tokens, variableOf } from './tokens.ts';

function block(own: Tokens, scheme: 'light' | 'dark', shadow: string): string {
  const variables = Object.entries(own).map(([name, value]) => `${variableOf(name)}:${value}`);
  return `{${[`color-scheme:${scheme}`, ...variables, `--sl-shadow:${shadow}`].join(';')}}`;
}

const light = block(tokens.light, 'light', '0 1px 2px rgb(23 28 36 / 6%), 0 8px 24px rgb(23 28 36 / 12%)');
const dark = block(tokens.dark, 'dark', '0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 50%)');

/** For the head of the document. */
export const themeCss = [
  `:root{--sl-font-text:${fonts.text};--sl-font-code:${fonts.code}}`,
  `:root${light}`,
  `:root[data-theme="dark"]${dark}`,
  `@media (prefers-color-scheme:dark){:root[data-theme="auto"]${dark}}`,
].join('');
