'use client';
/** Saves what was asked with its answer; where nobody owns the host, says so and leads on. */
import { BookmarkPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { Dialog } from '#components/ui/layers/dialog.tsx';
import { type KindName, routes } from '#lib/client/address/routes.ts';
import type { Expectation } from '#lib/istio/expectations/expectation.ts';
import type { JudgedAnswer } from '#lib/istio/expectations/judge.ts';
import { kindId, kinds } from '#lib/istio/kinds/registry.ts';
import styles from './expectations.module.css';
import { SaveDialog } from './save-dialog.tsx';

export interface SaveButtonProps {
  request: Omit<Expectation, 'name' | 'expect'>;
  answer: JudgedAnswer;
  /** The VirtualService or route that owns the host; null where none does. */
  owner: KindName | null;
  /** Of the sender: where a VirtualService would be written. */
  namespace: string;
}

export function SaveButton({ request, answer, owner, namespace }: SaveButtonProps) {
  const t = useTranslations('expectations.save');
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button size="small" leading={<BookmarkPlus size={14} aria-hidden />} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      {open && owner !== null && (
        <SaveDialog object={owner} request={request} saved={null} answer={answer} onClose={close} />
      )}
      {open && owner === null && (
        <NoOwner isKnown={answer.outcome === 'forward'} namespace={namespace} onClose={close} />
      )}
    </>
  );
}

function NoOwner(props: { isKnown: boolean; namespace: string; onClose: () => void }) {
  const { isKnown, namespace, onClose } = props;
  const t = useTranslations('expectations.save');
  const common = useTranslations('common');
  const kind = kindId(kinds.virtualServices);
  return (
    <Dialog title={t('noOwner')} closeLabel={common('close')} width={480} onClose={onClose}>
      <div className={styles.dialog}>
        <p>{t(isKnown ? 'noOwnerForward' : 'noOwnerUnknown')}</p>
        <div className={styles.end}>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <ButtonLink tone="accent" href={routes.configNew({ kind, namespace })}>
            {t('newObject')}
          </ButtonLink>
        </div>
      </div>
    </Dialog>
  );
}
