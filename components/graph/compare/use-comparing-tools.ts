'use client';
/** What a comparison takes, loaded when somebody compares: most who look at the graph never do. */
import { useEffect, useState } from 'react';

const load = async () => {
  const [{ compareGraphs }, ghosts, { withDifferences }] = await Promise.all([
    import('#lib/graph/views/compare.ts'),
    import('./ghosts.ts'),
    import('./difference-marks.ts'),
  ]);
  const { withGone, differenceLists, allDifferences, differencesWithin } = ghosts;
  return { compareGraphs, withGone, differenceLists, allDifferences, differencesWithin, withDifferences };
};

export type ComparingTools = Awaited<ReturnType<typeof load>>;

export function useComparingTools(wanted: boolean): ComparingTools | null {
  const [tools, setTools] = useState<ComparingTools | null>(null);
  useEffect(() => {
    if (wanted && tools === null) void load().then(setTools);
  }, [wanted, tools]);
  return tools;
}
