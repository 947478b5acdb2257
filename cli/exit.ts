/** How the command ends. */

export const exitCodes = { clean: 0, findings: 1, usage: 2 };

/** The command was called wrongly, or cannot read what it was called with; the message says what to do. */
export class UsageError extends Error {}
