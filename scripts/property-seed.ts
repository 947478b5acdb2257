/**
 * Property tests start from one seed, so that a commit that passed passes anywhere.
 * `SLUICE_PROPERTY_SEED=random` goes looking for more; a number repeats what it found.
 */
import { configureGlobal } from 'fast-check';

const wanted = process.env.SLUICE_PROPERTY_SEED ?? '20261129';
if (wanted !== 'random') {
  const seed = Number(wanted);
  if (!Number.isInteger(seed))
    throw new Error(`SLUICE_PROPERTY_SEED must be a whole number or "random", not "${wanted}".`);
  configureGlobal({ seed });
}
