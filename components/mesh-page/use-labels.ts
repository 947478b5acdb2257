'use client';
/** Writes labels of a namespace, says how it went, and offers the way back. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { LabelAnswer, MeshNamespace } from '#lib/api/mesh/mesh.ts';
import { sendLabels } from '#lib/client/queries/namespace-labels.ts';
import { type LabelChange, undoOf } from '#lib/istio/namespace-labels.ts';

export interface LabelActions {
  /** Resolves with what was refused, or null when it is done. */
  write(namespace: MeshNamespace, change: LabelChange, reason: string): Promise<string | null>;
}

export function useLabels(): LabelActions {
  const t = useTranslations('mesh.switch');
  const problemText = useProblemText();
  const client = useQueryClient();

  async function send(
    name: string,
    change: LabelChange,
    resourceVersion: string,
    reason: string,
  ): Promise<LabelAnswer | string> {
    try {
      const answer = await sendLabels(name, {
        labels: { ...change },
        resourceVersion,
        dryRun: false,
        reason,
      });
      return answer.refusal === null ? answer : t(`refusal.${answer.refusal}`);
    } catch (error) {
      return problemText(error);
    } finally {
      void client.invalidateQueries({ queryKey: ['mesh'] });
    }
  }

  async function undo(name: string, change: LabelChange, resourceVersion: string): Promise<void> {
    const answer = await send(name, change, resourceVersion, t('undoReason'));
    if (typeof answer === 'string') showToast(answer, 'failed');
    else showToast(t('undone', { namespace: name }));
  }

  async function write(
    namespace: MeshNamespace,
    change: LabelChange,
    reason: string,
  ): Promise<string | null> {
    const { name, labels } = namespace;
    const answer = await send(name, change, namespace.resourceVersion, reason);
    if (typeof answer === 'string') return answer;
    const { resourceVersion } = answer;
    const back = undoOf(labels, change);
    showToast(
      t('done', { namespace: name }),
      'done',
      resourceVersion === null
        ? null
        : { text: t('undo'), run: () => void undo(name, back, resourceVersion) },
    );
    return null;
  }

  return { write };
}
