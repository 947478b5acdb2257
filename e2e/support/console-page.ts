/**
 * The test function of every journey: people sign in through the API, preferences are cookies, and a journey fails when the
 * browser reports an error of ours: in the console, an exception, a violated content security policy, or a foreign address.
 */
import { test as base, expect } from '@playwright/test';
import type { Locale } from '#lib/i18n/locales.ts';

export type PersonaName = 'viewer' | 'developer' | 'admin';

export interface Preferences {
  locale?: Locale;
  theme?: 'light' | 'dark';
}

interface ConsoleFixtures {
  /** Console errors that a journey provokes: each is matched against "URL message". */
  expectedErrors: readonly RegExp[];
  /** Addresses beside the console's that a journey goes to, e.g. an issuer's. */
  otherOrigins: readonly string[];
  signInAs(persona: PersonaName): Promise<void>;
  prefer(preferences: Preferences): Promise<void>;
  /** What went wrong in the browser; asserted empty when the journey ends. */
  problems: readonly string[];
}

export const test = base.extend<ConsoleFixtures>({
  expectedErrors: [[], { option: true }],
  otherOrigins: [[], { option: true }],

  problems: [
    async ({ context, baseURL, expectedErrors, otherOrigins }, use) => {
      const problems: string[] = [];
      context.on('console', (message) => {
        if (message.type() !== 'error') return;
        const text = `${message.location().url} ${message.text()}`;
        if (!expectedErrors.some((expected) => expected.test(text))) problems.push(`console: ${text}`);
      });
      context.on('weberror', (error) => problems.push(`exception: ${error.error().message}`));
      context.on('request', (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL && !otherOrigins.includes(origin))
          problems.push(`foreign: ${request.url()}`);
      });
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],

  signInAs: async ({ context, baseURL }, use) => {
    await use(async (persona) => {
      const answer = await context.request.post('/api/v1/session', {
        data: { strategy: 'demo', persona },
        headers: { origin: baseURL ?? '' },
      });
      expect(answer.status()).toBe(200);
    });
  },

  prefer: async ({ context, baseURL }, use) => {
    await use(async ({ locale, theme }) => {
      const chosen = { 'sluice-locale': locale, 'sluice-theme': theme };
      await context.addCookies(
        Object.entries(chosen).flatMap(([name, value]) =>
          value === undefined ? [] : [{ name, value, url: baseURL ?? '' }],
        ),
      );
    });
  },
});
