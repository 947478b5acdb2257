'use client';
/** Why a persona is granted or taken back, for the audit log. */
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { Labelled } from '../labelled.tsx';

export function ReasonField({ value, onChange }: { value: string; onChange(reason: string): void }) {
  const t = useTranslations('access.grants');
  return (
    <Labelled text={t('reason')} above>
      {(id) => (
        <TextInput
          id={id}
          label={t('reason')}
          value={value}
          placeholder={t('reasonHint')}
          onChange={onChange}
        />
      )}
    </Labelled>
  );
}
