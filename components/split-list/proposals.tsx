'use client';
/** Splits that somebody proposed: who, what and why; to be looked at, started by somebody else, or taken off. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import type { SplitProposal } from '#lib/api/splits/split-proposals.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { ProposalDialog } from './proposal-dialog.tsx';
import styles from './proposals.module.css';
import { useProposalSentence } from './use-proposal-sentence.ts';

export function Proposals({ proposals }: { proposals: readonly SplitProposal[] }) {
  const t = useTranslations('releases.proposal');
  const format = useFormat();
  const now = useNow(30_000);
  const mayWrite = useMayWrite();
  const sentenceOf = useProposalSentence();
  const [opened, setOpened] = useState<string | null>(null);
  const shown = proposals.find((one) => keyOf(one) === opened) ?? null;
  if (proposals.length === 0) return null;
  return (
    <section className={styles.proposals} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <ul>
        {proposals.map((proposal) => {
          const { service, namespace, by, at, reason } = proposal;
          return (
            <li key={keyOf(proposal)}>
              <div className={styles.words}>
                <p>
                  <b>{service}</b> <span className={styles.dim}>{namespace}</span> {sentenceOf(proposal)}
                </p>
                <p className={styles.dim}>
                  {t('by', { by, age: format.age(Math.max(0, now - at)) })}
                  {reason !== '' && `: ${spelledOut(reason)}`}
                </p>
              </div>
              {mayWrite && (
                <Button size="small" onClick={() => setOpened(keyOf(proposal))}>
                  {t('look')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {shown !== null && <ProposalDialog proposal={shown} onClose={() => setOpened(null)} />}
    </section>
  );
}

function keyOf({ namespace, name }: SplitProposal): string {
  return `${namespace}/${name}`;
}
