import type { Metadata } from 'next';
import { WorkloadPage } from '#components/inventory-detail/workload-page.tsx';

interface Props {
  params: Promise<{ namespace: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).name };
}

export default async function Page({ params }: Props) {
  const { namespace, name } = await params;
  return <WorkloadPage namespace={namespace} name={name} />;
}
