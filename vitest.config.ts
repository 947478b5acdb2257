import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lib,demo,components,app,scripts,cli,e2e,bench}/**/*.test.{ts,tsx}'],
    setupFiles: ['scripts/property-seed.ts'],
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
