'use client';
/** What the checks say, errors first: the sentence, where, its code, and what mends it. */
import { Wrench } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { pathText } from '#lib/document/json.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './checks.module.css';
import { FindingMark } from './finding-mark.tsx';
import { countsOf, type ShownFinding } from './shown-finding.ts';
import type { Checks } from './use-checks.ts';

/** Every pause in typing draws them again, and nobody reads hundreds: the worst come first. */
const atOnce = 50;

export interface ChecksPanelProps {
  checks: Checks;
  readOnly: boolean;
  onJump: (finding: ShownFinding) => void;
  onFix: (finding: ShownFinding) => void;
}

export const ChecksPanel = memo(function ChecksPanel(props: ChecksPanelProps) {
  const { checks, readOnly, onJump, onFix } = props;
  const t = useTranslations('editor.checks');
  const { findings, state, related } = checks;
  const { errors, warnings, notes } = countsOf(findings);
  const [most, setMost] = useState(atOnce);
  const left = findings.length - most;
  return (
    <section className={styles.panel} aria-label={t('title')}>
      <div className={styles.head}>
        <h2>{t('title')}</h2>
        {errors > 0 && (
          <span className={styles.count}>
            <StateMark state="failing" size={14} />
            {t('errors', { count: errors })}
          </span>
        )}
        {warnings > 0 && (
          <span className={styles.count}>
            <StateMark state="degraded" size={14} />
            {t('warnings', { count: warnings })}
          </span>
        )}
        {notes > 0 && <span className={styles.quiet}>{t('notes', { count: notes })}</span>}
        {findings.length === 0 && state === 'done' && (
          <span className={styles.count}>
            <StateMark state="healthy" size={14} />
            {t('clean')}
          </span>
        )}
        <span className={styles.state} aria-live="polite">
          {state === 'done' ? related !== null && t('related', { count: related.read }) : t(state)}
        </span>
      </div>
      <ul className={styles.list}>
        {findings.slice(0, most).map((finding) => (
          <li key={finding.id} className={styles.finding}>
            <FindingMark severity={finding.severity} label={t(`severity.${finding.severity}`)} />
            <div className={styles.words}>
              <p>{finding.text}</p>
              <p className={styles.where}>
                <Where finding={finding} onJump={onJump} />
              </p>
            </div>
            {(finding.fix !== null || finding.subset !== null) && !readOnly && (
              <Button size="small" leading={<Wrench size={13} aria-hidden />} onClick={() => onFix(finding)}>
                <FixName finding={finding} />
              </Button>
            )}
          </li>
        ))}
        {left > 0 && (
          <li className={styles.more}>
            <Button size="small" tone="quiet" onClick={() => setMost(most + atOnce)}>
              {t('more', { count: Math.min(left, atOnce), left })}
            </Button>
          </li>
        )}
        {related !== null && <Unread related={related} />}
      </ul>
    </section>
  );
});

/** What was not looked at: the checks that need it said nothing. */
function Unread({ related }: { related: NonNullable<Checks['related']> }) {
  const t = useTranslations('editor.checks');
  const format = useFormat();
  if (related.unreadable.length === 0 && !related.hiddenNamespaces) return null;
  const kinds = related.unreadable.map(({ kind, namespaces }) =>
    namespaces.length === 0 ? kind : `${kind} (${format.list(namespaces)})`,
  );
  return (
    <li className={styles.unread}>
      {kinds.length > 0 && t('partial', { kinds: format.list(kinds) })}{' '}
      {related.hiddenNamespaces && t('hidden')}
    </li>
  );
}

function Where({ finding, onJump }: Pick<ChecksPanelProps, 'onJump'> & { finding: ShownFinding }) {
  const t = useTranslations('editor.checks');
  const { place, object, code, wasThere, path } = finding;
  const parts = [
    place !== null && (
      <button key="line" type="button" className={styles.jump} onClick={() => onJump(finding)}>
        {t('line', { line: place.line })}
      </button>
    ),
    path.length > 0 && <span key="path">{pathText(path)}</span>,
    object !== null && (
      <span key="object">{t('in', { kind: object.kind, name: `${object.namespace}/${object.name}` })}</span>
    ),
    code !== null && <span key="code">{code}</span>,
    wasThere && <span key="old">{t('wasThere')}</span>,
  ].filter((part) => part !== false);
  return parts;
}

function FixName({ finding }: { finding: ShownFinding }) {
  const t = useTranslations('editor.checks');
  if (finding.subset !== null) return t('addSubset', { name: finding.subset.subset });
  const [first, second] = finding.fix ?? [];
  if (first === undefined) return null;
  if (finding.code === 'YAML 1.1') return t('quote');
  if (second !== undefined) return t('fix');
  const field = String(first.path.findLast((step) => typeof step === 'string') ?? '');
  switch (first.op) {
    case 'set':
      return t('fixSet', { field });
    case 'remove':
      return t('fixRemove', { field });
    case 'insert':
      return t('fixInsert', { field });
    case 'move':
      return t('fixMove', { place: first.to + 1 });
    case 'rename':
      return t('fixRename', { field: first.key });
  }
}
