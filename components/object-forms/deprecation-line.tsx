'use client';
/** Says of a field that there is something newer, and moves what it says there by one press. */
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Deprecation } from '#lib/istio/forms/deprecations.ts';
import { placeName, useForm } from './form-context.ts';
import styles from './forms.module.css';

export function DeprecationLine({ path }: { path: Path }) {
  const t = useTranslations('forms.deprecated');
  const { deprecations, apply, readOnly } = useForm();
  const found: Deprecation | undefined = deprecations.get(placeName(path));
  if (found === undefined) return null;
  const old = String(path.at(-1));
  const { to, changes } = found;
  return (
    <div className={styles.deprecated}>
      <StateMark state="degraded" size={13} />
      <span>
        {to === null
          ? t('unused', { field: old })
          : changes === null
            ? t('both', { field: old, to })
            : t('replaced', { field: old, to })}
      </span>
      {changes !== null && !readOnly && (
        <Button size="small" onClick={() => apply(changes)}>
          {to === null ? t('remove') : t('move', { to })}
        </Button>
      )}
    </div>
  );
}
