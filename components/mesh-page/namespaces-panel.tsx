'use client';
/** Each namespace: what its labels ask for, what its pods run, who waits for a restart, and the switch for it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Mesh, MeshNamespace } from '#lib/api/mesh/mesh.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { choiceOf, isMixed } from '#lib/istio/namespace-labels.ts';
import { LabelDialog } from './label-dialog.tsx';
import styles from './mesh-page.module.css';
import { MeshTable } from './mesh-table.tsx';
import { restartGroups } from './restart-groups.ts';
import { useNames } from './use-names.ts';

export function NamespacesPanel({ mesh }: { mesh: Mesh }) {
  const t = useTranslations('mesh.namespaces');
  const mayWrite = useMayWrite();
  const [open, setOpen] = useState<string | null>(null);
  const { namespaces } = mesh;
  if (namespaces.length === 0) return <EmptyState title={t('empty')} />;
  const chosen = namespaces.find(({ name }) => name === open);
  const mayNone = namespaces.every(({ mayLabel }) => !mayLabel);
  // Who may write nothing at all sees no switch.
  const hasSwitch = mayWrite || !mayNone;
  return (
    <>
      <MeshTable
        title={t('title')}
        heads={[
          { text: t('namespace') },
          { text: t('asks') },
          { text: t('pods') },
          { text: t('versions') },
          { text: t('restart') },
          ...(hasSwitch ? [{ text: t('action'), hidden: true }] : []),
        ]}
      >
        {namespaces.map((namespace) => (
          <Row
            key={namespace.name}
            namespace={namespace}
            onChange={hasSwitch ? () => setOpen(namespace.name) : null}
          />
        ))}
      </MeshTable>
      {mayNone && hasSwitch && (
        <p className={styles.under} id="mesh-may-not">
          <span className={styles.dim}>{t('mayNot')}</span>
        </p>
      )}
      {chosen !== undefined && <LabelDialog namespace={chosen} mesh={mesh} onClose={() => setOpen(null)} />}
    </>
  );
}

function Row({ namespace, onChange }: { namespace: MeshNamespace; onChange: (() => void) | null }) {
  const t = useTranslations('mesh.namespaces');
  const format = useFormat();
  const { name, mayLabel, versions } = namespace;
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>{name}</span>
        {namespace.isControlPlane && <span className={styles.sub}>{t('isControlPlane')}</span>}
        {namespace.never && <span className={styles.sub}>{t('never')}</span>}
      </th>
      <td>
        <Asks namespace={namespace} />
      </td>
      <td>
        <Pods namespace={namespace} />
      </td>
      <td>
        {versions.map(({ version, pods }) => (
          <span key={version} className={styles.line}>
            {version}
            {versions.length > 1 && <span className={styles.dim}> × {format.count(pods)}</span>}
          </span>
        ))}
      </td>
      <td>
        <Restart namespace={namespace} />
      </td>
      {onChange !== null && (
        <td className={styles.end}>
          <Button
            size="small"
            disabled={!mayLabel}
            title={mayLabel ? undefined : t('mayNot')}
            aria-label={t('changeOf', { namespace: name })}
            onClick={onChange}
          >
            {t('change')}
          </Button>
        </td>
      )}
    </tr>
  );
}

function Asks({ namespace }: { namespace: MeshNamespace }) {
  const t = useTranslations('mesh.namespaces');
  const { labels, revision, unknownRevision } = namespace;
  const choice = choiceOf(labels);
  const text =
    choice.kind === 'revision' ? t('choice.revision', { name: choice.name }) : t(`choice.${choice.kind}`);
  const isElsewhere = revision !== null && choice.kind === 'revision' && choice.name !== revision;
  return (
    <>
      <span className={choice.kind === 'unset' || choice.kind === 'off' ? styles.dim : undefined}>
        {text}
      </span>
      {isElsewhere && <span className={styles.sub}>{t('leadsTo', { revision })}</span>}
      {isMixed(labels) && <span className={styles.sub}>{t('mixed')}</span>}
      {unknownRevision && (
        <span className={styles.warnLine}>
          <StateMark state="degraded" size={13} />
          {t('unknownRevision')}
        </span>
      )}
    </>
  );
}

function Pods({ namespace: { pods, sidecars, ambient, optedOut, gateways } }: { namespace: MeshNamespace }) {
  const t = useTranslations('mesh.namespaces');
  const format = useFormat();
  const facts = [
    ...(pods > 0
      ? [t('covered', { covered: format.count(sidecars + ambient), pods: format.count(pods) })]
      : []),
    ...(ambient > 0 ? [t('ambient', { count: ambient })] : []),
    ...(optedOut > 0 ? [t('optedOut', { count: optedOut })] : []),
    ...(gateways > 0 ? [t('gateways', { count: gateways })] : []),
  ];
  if (facts.length === 0) return <span className={styles.dim}>{t('noPods')}</span>;
  return facts.map((fact, at) => (
    <span key={fact} className={at === 0 ? styles.line : styles.sub}>
      {fact}
    </span>
  ));
}

function Restart({ namespace }: { namespace: MeshNamespace }) {
  const t = useTranslations('mesh');
  const names = useNames();
  const groups = restartGroups(namespace.workloads);
  return groups.map(({ reason, from, to, workloads }) => (
    <span key={`${reason} ${from} ${to}`} className={styles.warnLine}>
      <StateMark state="degraded" size={13} />
      <span>
        {t(`namespaces.reason.${reason}`, {
          names: names(workloads),
          from: from ?? t('unknown'),
          to: to ?? t('unknown'),
        })}
      </span>
    </span>
  ));
}
