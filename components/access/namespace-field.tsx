'use client';
/** Which namespace: those that the reader sees are offered, any may be typed. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { TextInput } from '#components/kit/form-fields/text-input.tsx';
import { Labelled } from './labelled.tsx';

export interface NamespaceFieldProps {
  names: readonly string[];
  value: string;
  onChoose(namespace: string): void;
}

export function NamespaceField({ names, value, onChoose }: NamespaceFieldProps) {
  const t = useTranslations('access');
  /** What is being typed; null when nothing is. */
  const [text, setText] = useState<string | null>(null);
  const take = (given: string) => {
    const name = given.trim();
    if (name !== '' && name !== value) onChoose(name);
    setText(null);
  };
  return (
    <Labelled text={t('namespace')}>
      {(id) => (
        <TextInput
          id={id}
          label={t('namespace')}
          value={text ?? value}
          width={220}
          options={names.map((name) => ({ value: name }))}
          placeholder={t('otherHint')}
          onChange={setText}
          onChoose={take}
          onEnter={() => take(text ?? value)}
          onLeave={() => take(text ?? value)}
          onEscape={() => setText(null)}
        />
      )}
    </Labelled>
  );
}
