'use client';
/** What stands between the reader and a page of the cluster, with the lines that change it: said where they are. */
import { useTranslations } from 'use-intl';
import { CopyBlock } from '#components/ui/states/copy-block.tsx';
import { type Gate, gateText } from '#lib/links/gate.ts';
import { grantCommands, localPortOf, portForwardCommand } from '#lib/links/grant-commands.ts';
import type { ToolService } from '#lib/links/tool.ts';

/** The right that is missing, in a sentence. */
export function useGateSentence(): (gate: Gate, user: string) => string {
  const t = useTranslations('links.forbidden');
  return (gate, user) => {
    const { verb, namespace, name } = gate;
    const resource = gateText(gate).split(' ')[1] ?? gate.resource;
    return namespace === null
      ? t('everywhere', { user, verb, resource, name })
      : t('sentence', { user, verb, resource, name, namespace });
  };
}

export function GateCommands({ gate, user }: { gate: Gate; user: string }) {
  return <Code text={grantCommands(gate, user).join('\n')} />;
}

/** From one's own machine. `path` begins with a slash. */
export function ByCommand({ service, path }: { service: ToolService; path: string }) {
  const t = useTranslations('links.command');
  const address = `${service.scheme}://localhost:${localPortOf(service.port)}${path}`;
  return (
    <>
      <p>{t('detail')}</p>
      <Code text={portForwardCommand(service)} />
      <p>{t('then', { address })}</p>
    </>
  );
}

export function Code({ text }: { text: string }) {
  const common = useTranslations('common');
  return <CopyBlock text={text} copyLabel={common('copy')} copiedLabel={common('copied')} />;
}
