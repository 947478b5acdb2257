'use client';
/**
 * The text of a field that also stands in the address. Addresses are written a few times a second and arrive through transitions,
 * late and sometimes not at all: what is typed is therefore the field's own, and is written again when the address stays behind.
 * Once the field is left, the address is right.
 */
import { useEffect, useRef, useState } from 'react';

/** How long after typing an older text from the address is still taken for the own one that arrives late, and when it is written again. */
const lateMs = 5000;
const againMs = 600;

export interface TypedText {
  /** What the field shows. A text from elsewhere (a link, "back", a button) is shown at once. */
  text: string;
  change(text: string): void;
  /** The focus has left the field. */
  leave(): void;
}

export function useTypedText(value: string, write: (text: string) => void): TypedText {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [own, setOwn] = useState<readonly string[]>([]);
  const latest = useRef(write);
  useEffect(() => {
    latest.current = write;
  });

  if (value !== seen) {
    setSeen(value);
    if (value !== typed && !own.includes(value)) {
      setTyped(value);
      setOwn([]);
    }
  }

  useEffect(() => {
    if (own.length === 0) return;
    const timer = setTimeout(() => setOwn([]), lateMs);
    return () => clearTimeout(timer);
  }, [own]);

  useEffect(() => {
    if (value === typed || own.length === 0) return;
    const timer = setTimeout(() => latest.current(typed), againMs);
    return () => clearTimeout(timer);
  }, [value, typed, own]);

  return {
    text: typed,
    change(text) {
      setOwn((before) => [...before, typed, text].slice(-50));
      setTyped(text);
      write(text);
    },
    leave() {
      setOwn([]);
      if (value !== typed) write(typed);
    },
  };
}
