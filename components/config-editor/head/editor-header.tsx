'use client';
import { Ellipsis, FlaskConical, History } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { memo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ExportDialog } from '#components/change-export/export-dialog.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Menu } from '#components/ui/layers/menu.tsx';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';
import { ownsHosts } from '#lib/istio/expectations/keepers.ts';
/** The head of the editor: what is edited, whose it is, and what else can be done with it. */
import { nameOfKind } from '#lib/istio/kinds/kind-name.ts';
import { takesBack } from '#lib/istio/ownership.ts';
import type { EditedObject } from '../edited-object.ts';
import styles from '../editor.module.css';
import type { TextSession } from '../text/text-session.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { ManagerChip, useManagerName } from './manager-chip.tsx';
import { ObjectPageHead } from './object-page-head.tsx';

export interface EditorHeaderProps {
  object: EditedObject;
  name: string;
  live: ConfigurationObject | null;
  session: TextSession;
  base: string;
}

/** What is typed changes nothing of it. */
export const EditorHeader = memo(function EditorHeader(props: EditorHeaderProps) {
  const { object, name, live, session, base } = props;
  const t = useTranslations('editor');
  const router = useRouter();
  const nameOf = useManagerName();
  const [dialog, setDialog] = useState<'export' | 'delete' | null>(null);
  const { kindInfo, kind, namespace } = object;
  const title = name === '' || object.op === 'create' ? t('title.new', { kind: kindInfo.kind }) : name;
  // Patterns are no hosts to send to; a short name means another host elsewhere.
  const host = ownsHosts(kind) ? live?.hosts.find((one) => !one.includes('*')) : undefined;
  const testedHost = host === undefined ? null : host.includes('.') ? host : `${host}.${namespace}`;
  const back = live === null ? 'never' : takesBack(live.managedBy);
  return (
    <ObjectPageHead
      namespace={namespace}
      kind={nameOfKind(kindInfo)}
      title={title}
      beside={
        <>
          {object.op === 'create' && name !== '' && <code className={styles.newName}>{name}</code>}
          {live !== null && <ManagerChip managedBy={live.managedBy} />}
        </>
      }
      actions={
        <>
          {testedHost !== null && (
            <ButtonLink
              href={routes.routeTest({ host: testedHost })}
              leading={<FlaskConical size={14} aria-hidden />}
            >
              {t('action.test')}
            </ButtonLink>
          )}
          {live !== null && (
            <ButtonLink href={routes.configHistory(live)} leading={<History size={14} aria-hidden />}>
              {t('action.history')}
            </ButtonLink>
          )}
          {live !== null && (
            <Menu
              label={t('action.more')}
              width={200}
              align="end"
              trigger={(props) => (
                <IconButton {...props} label={t('action.more')} icon={<Ellipsis size={16} aria-hidden />} />
              )}
              sections={[
                {
                  entries: [
                    { key: 'export', text: t('action.export'), onSelect: () => setDialog('export') },
                    {
                      key: 'duplicate',
                      text: t('action.duplicate'),
                      disabled: !live.may.create.allowed,
                      onSelect: () => router.push(routes.configNew({ kind, namespace, from: live.name })),
                    },
                    {
                      key: 'delete',
                      text: t('action.delete'),
                      disabled: !live.may.delete.allowed,
                      detail:
                        live.may.delete.missing === null
                          ? undefined
                          : t('refusal.rights', live.may.delete.missing),
                      onSelect: () => setDialog('delete'),
                    },
                  ],
                },
              ]}
            />
          )}
        </>
      }
    >
      {live !== null && back !== 'never' && (
        <p className={styles.owner}>
          <span>
            {t.rich(
              `owner.${back === 'later' ? 'release' : live.managedBy.name === null ? 'nameless' : 'named'}`,
              {
                b: (words) => <b>{words}</b>,
                manager: nameOf(live.managedBy),
                name: live.managedBy.name ?? '',
              },
            )}
          </span>
          <Button size="small" onClick={() => setDialog('export')}>
            {t('owner.export')}
          </Button>
        </p>
      )}
      {dialog === 'export' && (
        <ExportDialog
          items={[
            {
              kind: kindInfo,
              namespace,
              name,
              base: object.op === 'create' ? null : base,
              text: session.text,
            },
          ]}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'delete' && live !== null && (
        <DeleteDialog
          kind={kindInfo}
          live={live}
          onClose={() => setDialog(null)}
          onDeleted={() => router.push(routes.configuration())}
        />
      )}
    </ObjectPageHead>
  );
});
