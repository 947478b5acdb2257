/** Undefined when it throws: a storage that is full or forbidden is no reason to stop. */
export function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
