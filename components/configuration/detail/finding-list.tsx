'use client';
/** What the checks say of the object, the worst first: the sentence, the place, the code, and the way to the line. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { ConfigurationFinding, ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';
import { pathText } from '#lib/document/json.ts';
import { SeverityMark } from '../check-state.tsx';
import styles from './detail.module.css';
import { useObjectUrl } from './use-object-url.ts';

/** A large object has thousands, and nobody reads hundreds: the worst come first. */
const atOnce = 50;

const order = { error: 0, warning: 1, info: 2 } as const;

export function useFindingText(): (finding: Pick<ConfigurationFinding, 'message'>) => string {
  const t = useTranslations('checks.messages');
  // The keys are those of the checks' own table, whose test writes every one of them.
  return ({ message: { key, params } }) => t(key as never, params as never);
}

export function FindingList({ detail }: { detail: ConfigurationObject }) {
  const t = useTranslations('configuration.detail');
  const severities = useTranslations('configuration.severity');
  const textOf = useFindingText();
  const { showLine } = useObjectUrl();
  const { findings, may } = detail;
  const [most, setMost] = useState(atOnce);
  if (findings.length === 0) {
    return (
      <p className={styles.clean}>
        <StateMark state="healthy" size={14} />
        {t('noFindings')}
      </p>
    );
  }
  const sorted = findings.toSorted(
    (a, b) => order[a.severity] - order[b.severity] || (a.place.line ?? 0) - (b.place.line ?? 0),
  );
  const left = sorted.length - most;
  return (
    <ul className={styles.findings}>
      {sorted.slice(0, most).map((finding) => {
        const { code, severity, place, message, fix } = finding;
        const { line, path } = place;
        return (
          <li key={JSON.stringify([code, path, message])}>
            <SeverityMark severity={severity} size={16} label={severities(severity)} />
            <div>
              <p>{textOf(finding)}</p>
              <p className={styles.place}>
                {line !== null && (
                  <button type="button" onClick={() => showLine(line)}>
                    {t('line', { line })}
                  </button>
                )}
                {path.length > 0 && <code>{pathText(path)}</code>}
                <span>{code}</span>
              </p>
            </div>
            {fix !== null && may.update.allowed && (
              <ButtonLink href={routes.configEdit(detail, line ?? undefined)} size="small">
                {t('fix')}
              </ButtonLink>
            )}
          </li>
        );
      })}
      {left > 0 && (
        <li>
          <Button size="small" onClick={() => setMost(most + atOnce)}>
            {t('moreFindings', { count: Math.min(left, atOnce), left })}
          </Button>
        </li>
      )}
    </ul>
  );
}
