'use client';
/** What is seldom done with an object: copied, named to kubectl, deleted. */
import { Ellipsis } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useMayWrite } from '#components/shell/use-may-write.ts';
import { IconButton } from '#components/ui/buttons/icon-button.tsx';
import { Menu, type MenuEntry } from '#components/ui/layers/menu.tsx';
import { showToast } from '#components/ui/layers/toast.ts';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { routes } from '#lib/client/address/routes.ts';
import { DeleteDialog } from '../deletion/delete-dialog.tsx';

export function MoreMenu({ detail, gone }: { detail: ConfigurationObject; gone: boolean }) {
  const t = useTranslations('configuration.detail');
  const common = useTranslations('common');
  const router = useRouter();
  const { kind, namespace, name, may, text } = detail;
  const mayWrite = useMayWrite(namespace);
  const [deleting, setDeleting] = useState(false);
  const copy = (content: string) =>
    void navigator.clipboard?.writeText(content).then(() => showToast(common('copied')));
  const refused = (right: typeof may.delete): Pick<MenuEntry, 'disabled' | 'detail'> =>
    right.missing === null ? {} : { disabled: true, detail: common('missing', right.missing) };
  const reading: MenuEntry[] = [
    {
      key: 'kubectl',
      text: t('copyKubectl'),
      onSelect: () => copy(`kubectl get ${kind} ${name} -n ${namespace} -o yaml`),
    },
    { key: 'yaml', text: t('copyYaml'), onSelect: () => copy(text) },
  ];
  const writing: MenuEntry[] = [
    {
      key: 'duplicate',
      text: t('duplicate'),
      ...refused(may.create),
      onSelect: () => router.push(routes.configNew({ kind, namespace, from: name })),
    },
    { key: 'delete', text: t('delete'), ...refused(may.delete), onSelect: () => setDeleting(true) },
  ];
  return (
    <>
      <Menu
        label={t('more')}
        width={260}
        align="end"
        trigger={(props) => (
          <IconButton label={t('more')} icon={<Ellipsis size={16} aria-hidden />} {...props} />
        )}
        sections={[{ entries: reading }, ...(mayWrite && !gone ? [{ entries: writing }] : [])]}
      />
      {deleting && (
        <DeleteDialog
          objects={[{ kind, namespace, name }]}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(routes.configuration())}
        />
      )}
    </>
  );
}
