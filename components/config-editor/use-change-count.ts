'use client';
/** How many sentences tell a draft and its companions. What tells them knows every kind: it comes behind the editor, not with it. */
import { useEffect, useMemo, useState } from 'react';
import type { Draft } from '#lib/client/drafts/drafts.ts';
import type { Json } from '#lib/document/json.ts';
import { parseDocument, type YamlDocument } from '#lib/document/stream.ts';
import type { differenceSentences } from '#lib/istio/sentences/difference.ts';

type Tell = typeof differenceSentences;

/** Changes of longer texts are counted on review: telling them takes longer than a keystroke may. */
const countedLength = 60_000;

function useTell(): Tell | null {
  const [tell, setTell] = useState<Tell | null>(null);
  useEffect(() => {
    // Where it does not come, the changes are counted on review.
    void import('#lib/istio/sentences/difference.ts').then(
      ({ differenceSentences }) => setTell(() => differenceSentences),
      () => undefined,
    );
  }, []);
  return tell;
}

/** Null where nobody counts. `companions`: the same list while its content is the same. */
export function useChangeCount(
  before: Json | null,
  after: Pick<YamlDocument, 'text' | 'value'>,
  companions: readonly Draft[],
): number | null {
  const tell = useTell();
  const own = useMemo(
    () => (tell === null || after.text.length > countedLength ? null : tell(before, after.value, {}).length),
    [tell, before, after],
  );
  const others = useMemo(
    () =>
      tell === null
        ? 0
        : companions.reduce(
            (sum, { base, text }) =>
              sum + tell(parseDocument(base).value, parseDocument(text).value, {}).length,
            0,
          ),
    [tell, companions],
  );
  return own === null ? null : own + others;
}
