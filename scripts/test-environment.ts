/**
 * What every test file is run with. What Next sets before it loads its own modules: whichever of them a test’s subject loads keeps to it
 * for all tests of that worker. Without it they answer "AsyncLocalStorage accessed in runtime where it is not available" to whoever uses a
 * timer that Next wraps.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, afterEach } from 'vitest';

Object.assign(globalThis, { AsyncLocalStorage });

// Trees are taken down after each test; what React has put off till then runs while there still is a window.
if (typeof document !== 'undefined') {
  const { cleanup } = await import('@testing-library/react');
  afterEach(cleanup);
  const later = setImmediate;
  const turn = () => new Promise<void>((done) => later(done));
  afterAll(async () => {
    await turn();
    await turn();
  });
}
