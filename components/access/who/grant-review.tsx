'use client';
/** The RoleBinding that would be written, what the API server says to it, and why. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { type Grant, roleBindingYaml } from '#lib/access/grant.ts';
import { grants } from '#lib/client/changes/grants.ts';
import styles from '../access.module.css';
import { ReasonField } from './reason-field.tsx';
import { Refused } from './refused.tsx';
import { useGrants, useRefusalText } from './use-grants.ts';

export interface GrantReviewProps {
  grant: Grant;
  onBack(): void;
  onDone(): void;
}

export function GrantReview({ grant, onBack, onDone }: GrantReviewProps) {
  const t = useTranslations('access');
  const common = useTranslations('common');
  const refusalText = useRefusalText();
  const problemText = useProblemText();
  const actions = useGrants();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const { data: tried, error } = useQuery({
    queryKey: ['grant-trial', grant],
    queryFn: () => grants.grant({ ...grant, dryRun: true, reason: '' }),
    gcTime: 0,
    retry: false,
  });
  const confirm = async () => {
    setBusy(true);
    const problem = await actions.grant(grant, reason.trim());
    setBusy(false);
    if (problem === null) onDone();
    else setFailed(problem);
  };
  const refused =
    failed ?? (error !== null ? problemText(error) : tried === undefined ? null : refusalText(tried));
  return (
    <div className={styles.form}>
      <CopyBlock text={roleBindingYaml(grant)} copyLabel={common('copy')} copiedLabel={common('copied')} />
      {/* One place for whatever comes: the answer takes that of the question. */}
      {refused !== null ? (
        <Refused text={refused} message={tried?.message ?? null} />
      ) : (
        <div className={styles.verdict} role="status">
          <p>
            <StateMark state={tried === undefined ? 'unknown' : 'healthy'} size={15} />
            {t(
              tried === undefined
                ? 'grants.trying'
                : tried.state === 'unchanged'
                  ? 'grants.unchanged'
                  : 'grants.passed',
            )}
          </p>
        </div>
      )}
      <ReasonField value={reason} onChange={setReason} />
      <div className={styles.actions}>
        <Button onClick={onBack}>{t('grants.back')}</Button>
        <Button
          tone="accent"
          disabled={busy || tried?.state !== 'accepted'}
          aria-busy={busy}
          onClick={() => void confirm()}
        >
          {t('grants.confirm', { persona: t(`persona.${grant.persona}`) })}
        </Button>
      </div>
    </div>
  );
}
