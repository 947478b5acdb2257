import { describe, expect, it } from 'vitest';
import { grantCommands, personaCommand, viewCommand } from './grant-commands.ts';

describe('grantCommands', () => {
  it.each([
    [
      { verb: 'list', group: '', resource: 'pods', namespace: 'payments' },
      'kubectl create role sluice-list-pods \\\n  --verb=list --resource=pods --namespace=payments\n' +
        'kubectl create rolebinding sluice-list-pods \\\n  --role=sluice-list-pods --user=mara --namespace=payments',
    ],
    [
      { verb: 'get', group: 'networking.istio.io', resource: 'virtualservices/status', namespace: null },
      'kubectl create clusterrole sluice-get-virtualservices-status \\\n  --verb=get --resource=virtualservices.networking.istio.io/status\n' +
        'kubectl create clusterrolebinding sluice-get-virtualservices-status \\\n  --clusterrole=sluice-get-virtualservices-status --user=mara',
    ],
  ])('case %#', (missing, commands) => {
    expect(grantCommands('mara', missing)).toBe(commands);
  });

  it('quotes the user', () => {
    expect(viewCommand('a b', 'shop')).toContain("--user='a b'");
  });
});

it('an anonymous reader also needs to be let ask for rights', () => {
  expect(
    viewCommand('system:anonymous', 'shop')
      .split('\n')
      .filter((line) => line.startsWith('kubectl')),
  ).toHaveLength(2);
  expect(viewCommand('system:anonymous', 'shop')).toContain('--clusterrole=system:basic-user');
  expect(viewCommand('mara', 'shop')).not.toContain('basic-user');
});

it('a persona is bound to the role of the console, in a namespace or everywhere', () => {
  const of = (namespace: string | null) =>
    personaCommand({ role: 'sluice-viewer', binding: 'sluice-viewer-a-b', user: 'a b' }, namespace);
  expect(of('shop')).toBe(
    "kubectl create rolebinding sluice-viewer-a-b \\\n  --clusterrole=sluice-viewer \\\n  --user='a b' \\\n  --namespace=shop",
  );
  expect(of(null)).toBe(
    "kubectl create clusterrolebinding sluice-viewer-a-b \\\n  --clusterrole=sluice-viewer \\\n  --user='a b'",
  );
});
