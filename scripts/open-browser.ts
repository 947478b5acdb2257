/** Opens a page in the reader's browser where there is a person and a screen. */
import { start } from './run.ts';

export function openBrowser(url: string): void {
  if (!process.stdout.isTTY || process.env.CI) return;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  start(opener, [url], { stdio: 'ignore' });
}
