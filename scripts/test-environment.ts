/**
 * What Next sets before it loads its own modules: whichever of them a test's subject loads keeps to it for all tests of that worker.
 * Without it they answer "AsyncLocalStorage accessed in runtime where it is not available" to whoever uses a timer that Next wraps.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

Object.assign(globalThis, { AsyncLocalStorage });
