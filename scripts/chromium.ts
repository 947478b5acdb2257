/** Finds a Chromium for the browser tests: the one named, Playwright's, the system's, or one that can be installed here. Says which. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { run } from './run.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
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
  return names.map(onPath).find((path) => path !== undefined) ?? macApps.find((path) => existsSync(path));
}

async function installWithApt(): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  process.stdout.write('No browser found; installing Debian’s chromium with apt-get.\n');
  const updated = await run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (updated !== 0) return false;
  const wanted = ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk'];
  return (
    (await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })) === 0
  );
}

/** The path of a browser that exists, or null with the reason told. */
export async function findChromium(): Promise<string | null> {
  const named = process.env.SLUICE_CHROMIUM;
  if (named && existsSync(named)) return tell(named, 'SLUICE_CHROMIUM');
  const playwrights = chromium.executablePath();
  if (playwrights && existsSync(playwrights)) return tell(playwrights, 'Playwright’s');
  const found = systemChromium();
  if (found) return tell(found, 'the system’s');
  if (process.getuid?.() === 0 && onPath('apt-get') && (await installWithApt())) {
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
