'use client';
/** A developer whom Kubernetes does not let do it: which verb, on what, where, and the request to hand to an admin. */
import { useQuery } from '@tanstack/react-query';
import { Check, Copy, Lock } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { grantCommands } from '#components/shell/notes/grant-commands.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { useCopied } from '#components/ui/use-copied.ts';
import type { SplitLive } from '#lib/api/splits/split-live.ts';
import { queries } from '#lib/client/queries/queries.ts';
import styles from './actions.module.css';

export function MissingRights({ missing }: { missing: SplitLive['may']['missing'] }) {
  const t = useTranslations('release.action');
  const common = useTranslations('common');
  const { data: whoami } = useQuery(queries.whoami());
  const clipboard = useCopied();
  const [first] = missing;
  if (first === undefined) return null;
  return (
    <div className={styles.missing}>
      {missing.map(({ verb, resource, namespace }) => (
        <span key={`${verb}/${resource}/${namespace}`}>
          <Lock size={12} aria-hidden />
          {common('missing', { verb, resource, namespace })}
        </span>
      ))}
      {whoami !== undefined && (
        <Button
          size="small"
          leading={clipboard.copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
          onClick={() =>
            clipboard.copy(missing.map((one) => grantCommands(whoami.user.name, one)).join('\n'))
          }
        >
          {t(clipboard.copied ? 'copiedRequest' : 'copyRequest')}
        </Button>
      )}
    </div>
  );
}
