'use client';
/** One proposed split, planned on what stands in the cluster now: what would be written, and the decision. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DiffView } from '#components/kit/diff-view/diff-view.tsx';
import { spelledOut } from '#components/kit/hidden-letters.ts';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useSplitRefusal } from '#components/shell/split-entry/use-split-refusal.ts';
import { useNow } from '#components/shell/use-now.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { RunAnswer } from '#lib/api/splits/split-plan.ts';
import type { DecideBody, SplitProposal } from '#lib/api/splits/split-proposals.ts';
import type { SplitRefusal } from '#lib/api/splits/split-shapes.ts';
import { routes } from '#lib/client/address/routes.ts';
import { splitChanges } from '#lib/client/changes/split-changes.ts';
import { joinSentences } from '#lib/i18n/join-sentences.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { kindAt } from '#lib/istio/kinds/registry.ts';
import styles from './proposals.module.css';
import { useProposalSentence } from './use-proposal-sentence.ts';

export function ProposalDialog({ proposal, onClose }: { proposal: SplitProposal; onClose: () => void }) {
  const t = useTranslations('releases.proposal');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const sentenceOf = useProposalSentence();
  const refusalText = useSplitRefusal();
  const client = useQueryClient();
  const router = useRouter();
  const [deciding, setDeciding] = useState<DecideBody['decision'] | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const format = useFormat();
  const now = useNow(30_000);
  const { namespace, name, service, intent, refusal, by, at } = proposal;
  const plan = useQuery({
    queryKey: ['split-proposal', namespace, name],
    queryFn: ({ signal }) => splitChanges.plan(intent, signal),
  });
  const refusals = plan.data?.refusals ?? [];
  const cannot = refusals.length > 0;

  function why(one: SplitRefusal): string {
    const { reason, wayOut } = refusalText(one);
    return joinSentences([reason, wayOut ?? '']);
  }

  function told(answer: RunAnswer): string {
    const [first] = answer.refusals;
    if (answer.outcome === 'conflict') return t('changed');
    if (first?.code === 'rights') {
      const { verb = '', resource = '', namespace: place = '' } = first.about;
      return common('missing', { verb: String(verb), resource: String(resource), namespace: String(place) });
    }
    if (answer.outcome === 'partial') return t('partial');
    return joinSentences([t('notStarted'), first === undefined ? '' : why(first)]);
  }

  function decide(decision: DecideBody['decision']): void {
    setDeciding(decision);
    setSaid(null);
    splitChanges
      .decide({ namespace, name }, { decision, reason: '' })
      .then(
        (answer) => {
          void client.invalidateQueries({ queryKey: ['splits'] });
          if (answer.outcome !== 'done') {
            setSaid(told(answer));
            return;
          }
          showToast(t(decision === 'approve' ? 'approved' : 'withdrawn', { service }));
          onClose();
          if (decision === 'approve') router.push(routes.split({ namespace, name: service }));
        },
        (cause: unknown) => setSaid(problemText(cause)),
      )
      .finally(() => setDeciding(null));
  }

  return (
    <Dialog
      title={t('of', { service })}
      closeLabel={common('close')}
      width={860}
      place="top"
      onClose={onClose}
    >
      <div className={styles.dialog}>
        <div>
          <p>{sentenceOf(proposal)}</p>
          <p className={styles.dim}>
            {t('by', { by, age: format.age(Math.max(0, now - at)) })}
            {proposal.reason !== '' && `: ${spelledOut(proposal.reason)}`}
          </p>
        </div>
        {plan.isPending && <SkeletonBar width="100%" height={160} />}
        {plan.error !== null && <p role="alert">{problemText(plan.error)}</p>}
        {cannot && (
          <p className={styles.said} role="alert">
            <StateMark state="degraded" size={14} />
            <span>
              {t('cannot')}
              {refusals.map((one) => (
                <span key={`${one.code} ${one.field}`} className={styles.why}>
                  {why(one)}
                </span>
              ))}
            </span>
          </p>
        )}
        {plan.data?.drafts.map(({ change, before }) => (
          <div key={`${change.kind}/${change.namespace}/${change.name}`} className={styles.draft}>
            <p className={styles.dim}>
              {kindAt(change.kind)?.kind} <b>{change.name}</b>
            </p>
            <DiffView
              before={before ?? ''}
              after={change.op === 'delete' ? '' : change.text}
              layout="unified"
              label={t('textOf', { name: change.name })}
            />
          </div>
        ))}
        {refusal !== null && (
          <p className={styles.said}>
            <StateMark state="idle" size={14} />
            <span>
              {refusal.code === 'rights'
                ? t('right', { namespace })
                : t(`refused.${refusal.code === 'expired' ? 'expired' : 'own'}`)}
            </span>
          </p>
        )}
        {said !== null && (
          <p className={styles.said} role="alert">
            <StateMark state="failing" size={14} />
            <span>{said}</span>
          </p>
        )}
        <div className={styles.foot}>
          <ButtonLink
            href={routes.splitNew({ service: `${namespace}/${service}`, candidate: intent.candidate })}
          >
            {t('anew')}
          </ButtonLink>
          <Button disabled={deciding !== null} onClick={() => decide('withdraw')}>
            {t(deciding === 'withdraw' ? 'deciding' : 'withdraw')}
          </Button>
          <Button
            tone="accent"
            disabled={refusal !== null || cannot || plan.data === undefined || deciding !== null}
            onClick={() => decide('approve')}
          >
            {t(deciding === 'approve' ? 'deciding' : 'approve')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
