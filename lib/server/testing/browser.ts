/** A browser as far as sessions go: it keeps the cookies of one console and sends them back. */
import { afterSetCookies } from '../session/page-cookies.ts';
import type { Ask, Harness, Reply } from './harness.ts';

export interface Browser {
  /** What it would send. */
  cookies: string;
  ask(path: string, ask?: Ask): Promise<Reply>;
}

export function openBrowser(harness: Pick<Harness, 'ask'>, cookies = ''): Browser {
  const browser: Browser = {
    cookies,
    ask: async (path, { headers, ...rest } = {}) => {
      const sent: Record<string, string> = browser.cookies === '' ? {} : { cookie: browser.cookies };
      const reply = await harness.ask(path, { ...rest, headers: { ...sent, ...headers } });
      browser.cookies = afterSetCookies(browser.cookies, reply.cookies);
      return reply;
    },
  };
  return browser;
}
