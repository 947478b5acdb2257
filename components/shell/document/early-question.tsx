'use client';
/** Lets the document ask the page's first question, before any script of ours runs. Nothing in the browser: there the query asks. */
import { createContext, useContext } from 'react';
import { askingScript } from '#lib/client/call/early-answers.ts';
import { useInBrowser } from '../use-in-browser.ts';

/** Of the content security policy; empty in the browser, which hides it. */
export const NonceContext = createContext('');

export function EarlyQuestion({ path }: { path: string }) {
  const nonce = useContext(NonceContext);
  if (useInBrowser()) return null;
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {askingScript(path)}
    </script>
  );
}
