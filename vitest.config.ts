import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lib,demo,components,app,scripts,cli,e2e,bench}/**/*.test.{ts,tsx}'],
    setupFiles: ['scripts/test-environment.ts', 'scripts/property-seed.ts', 'e2e/security/asserting.ts'],
    environment: 'node',
    pool: 'threads',
    // Files share a worker's modules: to load them anew for each of five hundred files takes a third of the time. What a test changes of the
    // world it puts back.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
