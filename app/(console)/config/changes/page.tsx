import { ChangesPage } from '#components/config-history/changes-page.tsx';

export default function Page() {
  return <ChangesPage />;
}
