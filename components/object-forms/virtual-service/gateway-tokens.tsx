'use client';
/** The gateways that a condition allows. */
import { useTranslations } from 'use-intl';
import { TokenInput } from '#components/kit/form-fields/token-input.tsx';
import type { Path } from '#lib/document/json.ts';
import { insertItem, removeItem, setField } from '#lib/istio/forms/actions.ts';
import { useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { useSuggestions } from '../suggestions.ts';

export function GatewayTokens({ path, gateways }: { path: Path; gateways: readonly string[] }) {
  const t = useTranslations('forms');
  const { document, apply, readOnly } = useForm();
  const suggest = useSuggestions();
  const name = t('condition.subjects.gateways');
  return (
    <div className={styles.gatewayTokens}>
      <TokenInput
        label={name}
        values={gateways}
        options={suggest('gateways', path)}
        disabled={readOnly}
        removeLabel={(item) => t('removeItem', { item, list: name })}
        editLabel={(item) => t('editItem', { item, list: name })}
        onAdd={(value) => apply(insertItem(document.value, path, gateways.length, value))}
        onRemove={(index) => apply(removeItem(document.value, path, index))}
        onReplace={(index, value) => apply(setField([...path, index], value))}
      />
    </div>
  );
}
