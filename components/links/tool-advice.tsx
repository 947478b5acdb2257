'use client';
/** What stands between the reader and a tool, and the lines that change it. */
import { useTranslations } from 'use-intl';
import { ByCommand, Code, GateCommands, useGateSentence } from '#components/shell/tool-links/advice.tsx';
import type { LinkedToolState } from '#lib/api/mesh/links.ts';
import styles from './links.module.css';

/** As an operator sets it, for a tool under an unusual name. */
const example = (tool: string) => JSON.stringify({ [tool]: { service: 'NAMESPACE/NAME:PORT' } }, null, 2);

export function ToolAdvice({ tool, user }: { tool: LinkedToolState; user: string }) {
  const t = useTranslations('links');
  const sentenceOf = useGateSentence();
  const { state, gate, service, way, webRoot } = tool;
  if (state === 'not-installed') {
    return (
      <div className={styles.advice}>
        <p>{t('notInstalled.detail')}</p>
        <details>
          <summary>{t('notInstalled.how')}</summary>
          <Code text={example(tool.tool)} />
        </details>
      </div>
    );
  }
  if (state === 'forbidden' && gate !== null) {
    return (
      <div className={styles.advice}>
        <p>{sentenceOf(gate, user)}</p>
        <details>
          <summary>{t('forbidden.lead')}</summary>
          <GateCommands gate={gate} user={user} />
        </details>
      </div>
    );
  }
  if (state !== 'ok' && state !== 'unreachable') return null;
  return (
    <>
      {state === 'unreachable' && service !== null && (
        <div className={styles.advice}>
          <p>{t('unreachable.detail')}</p>
          <Code
            text={`kubectl get endpointslices -n ${service.namespace} -l kubernetes.io/service-name=${service.name}`}
          />
        </div>
      )}
      {way === 'command' && service !== null && (
        <div className={styles.advice}>
          <ByCommand service={service} path={`${webRoot}/`} />
        </div>
      )}
    </>
  );
}
