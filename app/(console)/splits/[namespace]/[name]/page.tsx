import type { Metadata } from 'next';
import { SplitPage } from '#components/split-live/split-page.tsx';

interface Props {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function Page({ params }: Props) {
  const { namespace, name } = await params;
  return <SplitPage namespace={namespace} name={name} />;
}
