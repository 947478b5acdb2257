import { defineConfig } from 'vitest/config';

const promql = '@prometheus-io/codemirror-promql';

export default defineConfig({
  // As browsers get it: what Node would take brings a second CodeMirror.
  resolve: { alias: { [promql]: `${promql}/dist/esm/index.js` } },
  test: {
    include: ['{lib,demo,components,app,scripts,cli,e2e,bench}/**/*.test.{ts,tsx}'],
    setupFiles: ['scripts/test-environment.ts', 'scripts/property-seed.ts', 'e2e/security/asserting.ts'],
    environment: 'node',
    pool: 'threads',
    // Files share a worker's modules: to load them anew for each of five hundred files takes a third of the time. What a test changes of the
    // world it puts back.
    isolate: false,
    maxWorkers: 2,
    server: { deps: { inline: [promql] } },
    testTimeout: 20_000,
  },
});
