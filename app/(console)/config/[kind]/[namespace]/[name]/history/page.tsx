import type { Metadata } from 'next';
import { HistoryPage } from '#components/config-history/history-page.tsx';

interface Props {
  params: Promise<{ kind: string; namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  const { kind, namespace, name } = await params;
  return (
    <HistoryPage
      kind={decodeURIComponent(kind)}
      namespace={decodeURIComponent(namespace)}
      name={decodeURIComponent(name)}
    />
  );
}
