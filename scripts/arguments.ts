/** Numbers on the command line. */

/** Throws with a sentence that names the option. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new Error(`${name} takes a whole number from ${min} to ${max}, not "${text}".`);
  return value;
}
