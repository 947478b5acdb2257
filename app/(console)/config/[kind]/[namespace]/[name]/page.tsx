import type { Metadata } from 'next';
import { HistoryPanel } from '#components/config-history/history-panel.tsx';
import { ObjectPage } from '#components/configuration/detail/object-page.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function Page({ params }: Props) {
  const object = await params;
  return <ObjectPage {...object} history={<HistoryPanel object={object} />} />;
}
