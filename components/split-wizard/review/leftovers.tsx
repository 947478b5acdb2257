'use client';
/** Subsets that a start made before its routes were refused: named, and taken off again by one press. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Leftover, RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { ObjectName } from '#lib/client/address/routes.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { RefusalNotes } from '../notes.tsx';
import styles from './review.module.css';

export function Leftovers({ service, left }: { service: ObjectName; left: readonly Leftover[] }) {
  const t = useTranslations('wizard.started');
  const format = useFormat();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [running, setRunning] = useState(false);
  const [answer, setAnswer] = useState<RunAnswer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  async function cleanUp() {
    setRunning(true);
    setAnswer(null);
    setFailure(null);
    try {
      const action = { kind: 'cleanup' as const, left: [...left] };
      const body = { release: null, rev: null, action, overwrite: false, reason: '' };
      setAnswer(await splitChanges.act(service, body));
      // What is planned next makes them again.
      void client.invalidateQueries({ queryKey: ['split-world'] });
      void client.invalidateQueries({ queryKey: ['split-plan'] });
    } catch (error) {
      setFailure(problemText(error));
    }
    setRunning(false);
  }

  if (answer?.outcome === 'done') return <p role="status">{t('cleanedUp')}</p>;
  const messages = answer?.objects.flatMap(({ message }) => message ?? []) ?? [];
  return (
    <>
      <p>
        {t('leftovers', {
          names: format.list(
            left.map(({ namespace, name, subsets }) =>
              t('leftover', {
                rule: `${namespace}/${name}`,
                count: subsets.length,
                subsets: format.list(subsets),
              }),
            ),
          ),
        })}
      </p>
      {answer !== null && <RefusalNotes refusals={answer.refusals} />}
      {[...messages, ...(failure === null ? [] : [failure])].map((text) => (
        <p key={text} role="alert">
          {text}
        </p>
      ))}
      <div className={styles.buttons}>
        <Button size="small" disabled={running} onClick={() => void cleanUp()}>
          {t(running ? 'cleaningUp' : 'cleanUp')}
        </Button>
      </div>
    </>
  );
}
