/** A text as one word of any POSIX shell: names come from the cluster, and must not run anything where a command is pasted. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
