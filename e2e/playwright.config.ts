/** Browser journeys: one demo for the whole run, on its own ports and folder; or the real cluster, with SLUICE_E2E_WORLD=cluster. */
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { consoleUrl, demoDir, demoIssuer, isRealCluster, root } from './support/demo.ts';
import { onlyOnTheDemo } from './support/only-on-the-demo.ts';

const demo = {
  command: `node scripts/launch.mjs demo --port ${new URL(consoleUrl).port} --dir ${demoDir} --oidc-issuer ${demoIssuer} --no-open`,
  cwd: root,
  url: `${consoleUrl}/readyz`,
  // A demo started by hand with the same port and folder saves the wait while journeys are written.
  reuseExistingServer: !process.env.CI,
  timeout: 240_000,
  gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  // The console's audit lines; what goes wrong is on the other stream.
  stdout: 'ignore',
} as const;

/** Each has a mesh of its own, and waits more than it works. */
const ownMesh = ['outage.e2e.ts', 'guard.e2e.ts', 'split-measured.e2e.ts'];
/** They wait, too: the last ones of all would leave a core idle. */
const patient = ['sign-in-oidc.e2e.ts'];
const notHere = isRealCluster ? onlyOnTheDemo.map(({ file }) => file) : [];

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: join(root, 'test-results'),
  // One demo is shared; tests that write use objects of their own. Of three one waits.
  workers: isRealCluster ? 2 : 3,
  fullyParallel: false,
  timeout: 45_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  // Where nobody is there to look, a journey gets a second try; that it needed one is told at the end of the log (scripts/failures.ts).
  retries: process.env.CI ? 1 : 0,
  use: {
    baseURL: consoleUrl,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // A trace costs a third of each journey: the second try has one.
    trace: 'on-first-retry',
    launchOptions: {
      ...(process.env.SLUICE_CHROMIUM ? { executablePath: process.env.SLUICE_CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // The outages and the guard take longest and share nothing with the others: they start first, beside them. On the real cluster they
  // break what the others stand on: each is run alone (scripts/test-cluster.ts), and the cluster is there before.
  projects: [
    { name: 'outages', testMatch: ownMesh, testIgnore: notHere, workers: 1 },
    { name: 'patient', testMatch: patient, workers: 1 },
    { name: 'journeys', testIgnore: [...ownMesh, ...patient, ...notHere], workers: 2 },
  ],
  ...(isRealCluster ? {} : { webServer: demo }),
});
