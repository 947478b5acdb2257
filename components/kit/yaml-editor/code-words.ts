/** What the owner of a text has to say about places in it. */

export interface CodeMark {
  /** Offsets in the text. */
  from: number;
  to: number;
  severity: 'error' | 'warning' | 'info' | 'note';
  message: string;
  /** Said under the message in grey, e.g. a code. */
  source?: string;
}

export interface CodeCompletions {
  /** Where the word that is completed begins. */
  from: number;
  options: readonly { label: string; detail?: string; info?: string; apply?: string }[];
}
