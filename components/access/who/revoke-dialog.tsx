'use client';
/** Before a persona is taken back: which binding goes, and what stays. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { grantablePersonas } from '#lib/access/grant.ts';
import type { Who } from '#lib/api/access/access.ts';
import styles from '../access.module.css';
import { subjectText } from '../subject-name.tsx';
import { ReasonField } from './reason-field.tsx';
import { Refused } from './refused.tsx';
import { useGrants } from './use-grants.ts';

export interface RevokeDialogProps {
  grant: Who['grants'][number];
  namespace: string;
  onClose(): void;
}

export function RevokeDialog({ grant, namespace, onClose }: RevokeDialogProps) {
  const t = useTranslations('access');
  const common = useTranslations('common');
  const { revoke } = useGrants();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { name, uid, subjects } = grant;
  const [subject] = subjects;
  const persona = grantablePersonas.find((one) => one === grant.persona);
  if (subject === undefined || persona === undefined) return null;
  const confirm = async () => {
    setBusy(true);
    const problem = await revoke({ persona, namespace, subject, name, uid }, reason.trim());
    setBusy(false);
    if (problem === null) onClose();
    else setRefused(problem);
  };
  return (
    <Dialog
      title={t('grants.revokeTitle', { persona: t(`persona.${persona}`), namespace })}
      closeLabel={common('close')}
      width={520}
      place="top"
      onClose={onClose}
    >
      <div className={styles.form}>
        <p>{t('grants.revokeLead', { binding: name, name: subjectText(subject) })}</p>
        <ReasonField value={reason} onChange={setReason} />
        <Refused text={refused} message={null} />
        <div className={styles.actions}>
          <Button onClick={onClose}>{t('grants.cancel')}</Button>
          <Button tone="danger" disabled={busy} aria-busy={busy} onClick={() => void confirm()}>
            {t('grants.revokeConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
