/**
 * The labels of series that were seen before, by their text: a mesh tells the same series every few seconds, and to read them anew is most
 * of the work of an answer. Equal texts give the same object, for all answers and windows.
 */
import { readLabels } from './samples.ts';

export type Labels = Readonly<Record<string, string>>;

export class KnownLabels {
  private readonly most: number;
  private young = new Map<string, Labels>();
  /** What was known before `young` began, until that is full. */
  private old = new Map<string, Labels>();

  /** Remembers those of the last `most` series that were told, and up to as many before. */
  constructor(most = 100_000) {
    this.most = most;
  }

  /** Null for what is no object of texts. */
  of(text: string): Labels | null {
    const present = this.young.get(text);
    if (present !== undefined) return present;
    const labels = this.old.get(text) ?? read(text);
    if (labels === null) return null;
    if (this.young.size >= this.most) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(alone(text), labels);
    return labels;
  }
}

function read(text: string): Labels | null {
  try {
    return readLabels(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A part of a text keeps the whole text alive, megabytes of it. */
function alone(text: string): string {
  return ` ${text}`.slice(1);
}
