'use client';
/** An action that Kubernetes does not let the reader do: it stands there, and says which right is missing. */
import { Lock } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { useTooltip } from '#components/ui/layers/tooltip.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { May } from '#lib/api/configuration/configuration.ts';

export function RefusedButton({ text, missing }: { text: string; missing: May['update']['missing'] }) {
  const t = useTranslations('common');
  const id = useId();
  const reason = missing === null ? t('problem.forbidden') : t('missing', missingWords(missing));
  const { anchorProps, bubble } = useTooltip(reason);
  return (
    <>
      <Button leading={<Lock size={14} aria-hidden />} aria-disabled aria-describedby={id} {...anchorProps}>
        {text}
      </Button>
      <VisuallyHidden>
        <span id={id}>{reason}</span>
      </VisuallyHidden>
      {bubble}
    </>
  );
}

function missingWords({ verb, resource, namespace }: NonNullable<May['update']['missing']>) {
  return { verb, resource, namespace };
}
