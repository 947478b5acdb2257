/**
 * The text of one object while it is edited: one history for code and form, and its reading, which lags behind typing by a
 * breath. A store outside of React, so that the editor never shows a text older than the one that was typed.
 */
import type { Change } from '#lib/document/change.ts';
import { oneSplice } from '#lib/document/diff/one-splice.ts';
import { editDocument } from '#lib/document/edit/edit.ts';
import type { Splice } from '#lib/document/edit/splice.ts';
import type { EditNote } from '#lib/document/edit/write.ts';
import {
  historyOf,
  redone,
  type Stepped,
  type TextHistory,
  undone,
  withEdit,
} from '#lib/document/history.ts';
import { parseDocument, parseNear, type YamlDocument } from '#lib/document/stream.ts';
import { createTextReader, type TextReader } from './text-reader.ts';

export interface SessionState {
  readonly history: TextHistory;
  /** Of the text as it was read last: `document.text` tells which. */
  readonly document: YamlDocument;
  /** The last that could be read; the same as `document` where that has no problem. */
  readonly valid: YamlDocument;
  /** A long text is being read from its start, elsewhere. */
  readonly reading: boolean;
  /** The last change was typed into the code; else the form, a fix or undo made it. */
  readonly typed: boolean;
  /** Where the last undo, redo or edit of the form was made, to be looked at; counted, so that twice the same is twice. */
  readonly place: { readonly offset: number; readonly count: number } | null;
}

/** Long texts are read less often, and off the main thread where a change cannot be read by itself. */
const readDelayMs = 90;
const longDelayMs = 250;
const longText = 100_000;

export class TextSession {
  private state: SessionState;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly now: () => number;

  private readonly reader: TextReader;

  constructor(text: string, now: () => number = Date.now, reader: TextReader = createTextReader()) {
    const document = parseDocument(text);
    const valid = document.problem === null ? document : parseDocument('');
    this.state = { history: historyOf(text), document, valid, reading: false, typed: false, place: null };
    this.now = now;
    this.reader = reader;
  }

  readonly snapshot = (): SessionState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get text(): string {
    return this.state.history.text;
  }

  /** Keystrokes of the code. */
  type(splices: readonly Splice[]): void {
    const history = withEdit(this.state.history, splices, this.now());
    if (history === this.state.history) return;
    this.put({ history, typed: true });
    this.readSoon();
  }

  /** Changes of values, as a form or a fix makes them: all or none. Null when the text cannot take them. */
  apply(changes: readonly Change[]): readonly EditNote[] | null {
    const before = this.read();
    let document = before;
    const notes: EditNote[] = [];
    let only: readonly Splice[] | null = null;
    for (const change of changes) {
      const edited = editDocument(document, change);
      if (!edited.ok) return null;
      only = document === before ? edited.value.splices : null;
      document = edited.value.document;
      notes.push(...edited.value.notes);
    }
    if (document.text === before.text) return notes;
    const whole = only === null ? oneSplice(before.text, document.text) : null;
    const splices = only ?? (whole === null ? [] : [whole]);
    this.put({
      history: withEdit(this.state.history, splices),
      document,
      valid: document,
      reading: false,
      typed: false,
      place: this.placed(splices),
    });
    return notes;
  }

  /** Another text, as one step. */
  replace(text: string): void {
    const splice = oneSplice(this.text, text);
    if (splice === null) return;
    this.put({
      history: withEdit(this.state.history, [splice]),
      typed: false,
      place: this.placed([splice]),
    });
    this.readOn();
  }

  undo(): void {
    this.step(undone(this.state.history));
  }

  redo(): void {
    this.step(redone(this.state.history));
  }

  /** The reading of the text as it stands now. */
  read(): YamlDocument {
    clearTimeout(this.timer);
    this.reader.forget();
    const { text } = this.state.history;
    if (this.state.document.text === text && !this.state.reading) return this.state.document;
    return this.take(parseDocument(text, 0, this.state.valid));
  }

  /** It was given up: nothing of it is kept any more. */
  isClosed = false;

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.reader.stop();
  }

  private take(document: YamlDocument): YamlDocument {
    const valid = document.problem === null ? document : this.state.valid;
    this.put({ document, valid, reading: false });
    return document;
  }

  /** As `read`, but a long text that has to be read from its start is read elsewhere, and told when that is done. */
  private readOn(): void {
    const { history, valid, reading } = this.state;
    const { text } = history;
    if (text.length <= longText) {
      this.read();
      return;
    }
    clearTimeout(this.timer);
    const near = parseNear(text, valid);
    if (near !== null) {
      this.reader.forget();
      this.take(near);
      return;
    }
    if (!reading) this.put({ reading: true });
    this.reader.read(text, (document) => {
      if (document.text === this.text) this.take(document);
    });
  }

  private step(stepped: Stepped | null): void {
    if (stepped === null) return;
    this.put({ history: stepped.history, typed: false, place: this.placed(stepped.splices) });
    this.readOn();
  }

  private placed(splices: readonly Splice[]): SessionState['place'] {
    const [first] = splices;
    if (first === undefined) return this.state.place;
    return { offset: first.from, count: (this.state.place?.count ?? 0) + 1 };
  }

  private readSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.readOn(), this.text.length > longText ? longDelayMs : readDelayMs);
  }

  private put(part: Partial<SessionState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

const sessions = new Map<string, TextSession>();

/** The session of a draft: it stays while the reader goes to the review and back. */
export function sessionOf(id: string, text: () => string): TextSession {
  const known = sessions.get(id);
  if (known !== undefined) return known;
  const made = new TextSession(text());
  sessions.set(id, made);
  return made;
}

export function hasSession(id: string): boolean {
  return sessions.has(id);
}

export function endSession(id: string): void {
  sessions.get(id)?.close();
  sessions.delete(id);
}
