'use client';
/** What stands between the reader and a tool, and the lines that change it. */
import { useTranslations } from 'use-intl';
import { CopyBlock } from '#components/ui/copy-block.tsx';
import type { LinkedToolState } from '#lib/api/links.ts';
import { grantCommands, localPortOf, portForwardCommand } from '#lib/links/grant-commands.ts';
import type { ToolService } from '#lib/links/tool.ts';
import styles from './links.module.css';

/** As an operator sets it, for a tool under an unusual name. */
const example = (tool: string) => JSON.stringify({ [tool]: { service: 'NAMESPACE/NAME:PORT' } }, null, 2);

export function ToolAdvice({ tool, user }: { tool: LinkedToolState; user: string }) {
  const t = useTranslations('links');
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
    const { verb, namespace, name } = gate;
    const resource = `${gate.resource}${gate.group === '' ? '' : `.${gate.group}`}${gate.subresource === undefined ? '' : `/${gate.subresource}`}`;
    return (
      <div className={styles.advice}>
        <p>
          {namespace === null
            ? t('forbidden.everywhere', { user, verb, resource, name })
            : t('forbidden.sentence', { user, verb, resource, name, namespace })}
        </p>
        <details>
          <summary>{t('forbidden.lead')}</summary>
          <Code text={grantCommands(gate, user).join('\n')} />
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
      {way === 'command' && service !== null && <ByCommand service={service} path={`${webRoot}/`} />}
    </>
  );
}

/** From one's own machine. `path` begins with a slash. */
export function ByCommand({ service, path }: { service: ToolService; path: string }) {
  const t = useTranslations('links.command');
  const address = `${service.scheme}://localhost:${localPortOf(service.port)}${path}`;
  return (
    <div className={styles.advice}>
      <p>{t('detail')}</p>
      <Code text={portForwardCommand(service)} />
      <p>{t('then', { address })}</p>
    </div>
  );
}

function Code({ text }: { text: string }) {
  const common = useTranslations('common');
  return <CopyBlock text={text} copyLabel={common('copy')} copiedLabel={common('copied')} />;
}
