'use client';
/** Deletes objects and offers to make them again as they were; says of each refusal why. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { ApplyAnswer, Change, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { maxChanges } from '#lib/api/configuration/configuration-words.ts';
import { configurationChanges } from '#lib/client/changes/configuration-changes.ts';
import { brokenAnswer, mayBeApplied, nothingKnown, settleByReading } from '#lib/client/changes/settle.ts';
import { queries } from '#lib/client/queries/queries.ts';

export type DeletableObject = Pick<
  ConfigurationObject,
  'kind' | 'namespace' | 'name' | 'text' | 'resourceVersion'
>;

interface Refused {
  name: string;
  message: string;
}

export function useDeletion(): (objects: readonly DeletableObject[]) => Promise<boolean> {
  const t = useTranslations('configuration.deletion');
  const problemText = useProblemText();
  const client = useQueryClient();
  return useCallback(
    async (objects) => {
      const words = ({ refusal, message, missing }: ApplyAnswer['changes'][number]): string =>
        missing !== null
          ? t('missing', { verb: missing.verb, resource: missing.resource, namespace: missing.namespace })
          : (message ?? t(`refusal.${refusal ?? 'unknown'}`));
      /** A failure of one part leaves those after it untouched. */
      const write = async (changes: readonly Change[]) => {
        const written: number[] = [];
        const refused: Refused[] = [];
        for (let from = 0; from < changes.length; from += maxChanges) {
          const part = changes.slice(from, from + maxChanges);
          const answer = await configurationChanges.apply(part, '').catch((error: unknown) => {
            if (!mayBeApplied(error)) throw error;
            showToast(t('looking'));
            return settleByReading(part, brokenAnswer(part, nothingKnown), (object) =>
              client.fetchQuery({ ...queries.configurationObject(object), staleTime: 0, retry: false }),
            );
          });
          for (const [index, one] of answer.changes.entries()) {
            if (one.state === 'written') written.push(from + index);
            else if (one.state !== 'pending') refused.push({ name: one.name, message: words(one) });
          }
          if (!answer.done) break;
        }
        void client.invalidateQueries({ queryKey: ['configuration'] });
        return { written, refused };
      };
      const undo = async (gone: readonly DeletableObject[]): Promise<void> => {
        try {
          const { written, refused } = await write(
            gone.map(({ kind, namespace, name, text }) => ({ op: 'create', kind, namespace, name, text })),
          );
          if (written.length > 0) showToast(t('restored', { count: written.length }));
          for (const { name, message } of refused) showToast(t('notRestored', { name, message }), 'failed');
        } catch (error) {
          showToast(problemText(error), 'failed');
        }
      };
      try {
        const { written, refused } = await write(
          objects.map(({ kind, namespace, name, resourceVersion }) => ({
            op: 'delete',
            kind,
            namespace,
            name,
            resourceVersion,
          })),
        );
        const gone = written.flatMap((index) => objects[index] ?? []);
        if (gone.length > 0) {
          showToast(
            gone.length === 1
              ? t('deleted', { name: gone[0]?.name ?? '' })
              : t('deletedMany', { count: gone.length }),
            'done',
            { text: t('undo'), run: () => void undo(gone) },
          );
        }
        for (const { name, message } of refused) showToast(t('refused', { name, message }), 'failed');
        return refused.length === 0 && gone.length === objects.length;
      } catch (error) {
        showToast(problemText(error), 'failed');
        return false;
      }
    },
    [t, problemText, client],
  );
}
