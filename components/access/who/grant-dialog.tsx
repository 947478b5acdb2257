'use client';
/** Granting a persona: whom and what, then the RoleBinding as it would be written with what the API server says to it, then written. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import type { Grant } from '#lib/access/grant.ts';
import type { Who } from '#lib/api/access/access.ts';
import { GrantForm } from './grant-form.tsx';
import { GrantReview } from './grant-review.tsx';

export function GrantDialog({ who, onClose }: { who: Who; onClose(): void }) {
  const t = useTranslations('access.grants');
  const common = useTranslations('common');
  const { namespace } = who;
  const [grant, setGrant] = useState<Grant>({
    persona: 'viewer',
    namespace,
    subject: { kind: 'Group', name: '', namespace: null },
  });
  const [reviewed, setReviewed] = useState(false);
  return (
    <Dialog
      title={t('grantTitle', { namespace })}
      closeLabel={common('close')}
      width={560}
      place="top"
      onClose={onClose}
    >
      {reviewed ? (
        <GrantReview grant={grant} onBack={() => setReviewed(false)} onDone={onClose} />
      ) : (
        <GrantForm
          grant={grant}
          who={who}
          onChange={setGrant}
          onReview={() => setReviewed(true)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}
