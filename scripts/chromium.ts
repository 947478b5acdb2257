/**
 * Finds a Chromium for the browser tests: the one named, Playwright's, the system's, or one that can be installed here. Says which.
 * The tests take the headless shell where there is one, as Playwright itself does: journeys last a third less than in the whole browser.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { run } from './run.ts';

const shell = 'chromium-headless-shell';
const browsers = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

function systemChromium(): string | undefined {
  return browsers.map(onPath).find((path) => path !== undefined) ?? macApps.find((path) => existsSync(path));
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && onPath('apt-get') !== undefined;
}

async function installWithApt(browser: string): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  process.stdout.write(`Installing Debian’s ${browser} with apt-get.\n`);
  const updated = await run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (updated !== 0) return false;
  const wanted = [browser, 'fonts-dejavu-core', 'fonts-noto-cjk'];
  return (
    (await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })) === 0
  );
}

/** The system's headless shell; one is installed beside a whole browser only in CI, whose machine is nobody's own. */
async function headlessShell(): Promise<string | null> {
  const found = onPath(shell);
  if (found) return tell(found, 'the system’s');
  if ((!process.env.CI && systemChromium() !== undefined) || !canInstall()) return null;
  await installWithApt(shell);
  const installed = onPath(shell);
  return installed === undefined ? null : tell(installed, 'installed with apt-get');
}

/** The path of a browser that exists, or null with the reason told. `whole`: not the headless shell but what people use. */
export async function findChromium({ whole = false } = {}): Promise<string | null> {
  const named = process.env.SLUICE_CHROMIUM;
  if (named && existsSync(named)) return tell(named, 'SLUICE_CHROMIUM');
  const playwrights = chromium.executablePath();
  if (playwrights && existsSync(playwrights)) return tell(playwrights, 'Playwright’s');
  const lighter = whole ? null : await headlessShell();
  if (lighter !== null) return lighter;
  const found = systemChromium();
  if (found) return tell(found, 'the system’s');
  if (canInstall() && (await installWithApt('chromium'))) {
    const installed = systemChromium();
    if (installed) return tell(installed, 'installed with apt-get');
  }
  process.stdout.write('No browser found; asking Playwright to download its own.\n');
  if ((await run('playwright', ['install', 'chromium'])) === 0 && existsSync(chromium.executablePath())) {
    return tell(chromium.executablePath(), 'downloaded by Playwright');
  }
  process.stderr.write(
    'The browser tests need a Chromium. Install one (`apt-get install chromium`, or Google Chrome) or name it in SLUICE_CHROMIUM.\n',
  );
  return null;
}

function tell(path: string, origin: string): string {
  process.stdout.write(`Chromium: ${path} (${origin})\n`);
  return path;
}
