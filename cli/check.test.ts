/** `sluice check` as it is called: arguments, files, standard input, exit codes and outputs. */
import { afterAll, describe, expect, it } from 'vitest';
import { commandFolder, mesh, routes, service } from './testing/command.ts';
import { inProcess } from './testing/in-process.ts';

const { write, sluice, remove } = commandFolder();
afterAll(remove);

describe('sluice check', () => {
  it('ends with 0 where nothing is wrong, with 1 and the line where something is', () => {
    const clean = sluice(['check', write('clean.yaml', mesh('v1'))]);
    expect(clean).toEqual({ status: 0, stdout: '0 errors, 0 warnings, 0 hints in 4 objects\n', stderr: '' });
    const wrong = sluice(['check', write('wrong.yaml', mesh('v2'))]);
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toMatch(
      /^wrong\.yaml:34: error IST0101 VirtualService app\/reviews spec\.http\[0\]\.route\[0\]\.destination\.subset: /,
    );
  });

  it('reads a folder, many documents, Lists and JSON as one cluster', () => {
    write('mesh/a/service.yml', `# nothing\n---\n${service}---\n`);
    write(
      'mesh/b.json',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          JSON.parse(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } })),
        ],
      }),
    );
    write('mesh/values.yaml', 'replicas: 2\n');
    write(
      'mesh/c.yaml',
      `apiVersion: v1\nkind: List\nitems:\n${`- ${routes('v1').trimEnd().replaceAll('\n', '\n  ')}`}\n`,
    );
    const { status, stdout } = sluice(['check', 'mesh', '--format', 'json']);
    expect(status).toBe(1);
    expect(
      JSON.parse(stdout).map((found: Record<string, unknown>) => `${found.code} ${found.file}:${found.line}`),
    ).toEqual(['IST0102 mesh/b.json:1', 'IST0101 mesh/c.yaml:16', 'SLU0011 mesh/values.yaml:1']);
  });

  it('answers JSON as the contract has it', () => {
    const { stdout } = sluice(['check', '-', '--format', 'json'], mesh('v2'));
    expect(JSON.parse(stdout)).toEqual([
      {
        code: 'IST0101',
        severity: 'error',
        kind: 'VirtualService',
        namespace: 'app',
        name: 'reviews',
        path: 'spec.http[0].route[0].destination.subset',
        file: '-',
        line: 34,
        message: expect.stringContaining('No DestinationRule for reviews has a subset v2'),
      },
    ]);
  });

  it('answers SARIF that code scanning takes', () => {
    const { status, stdout } = sluice(['check', write('a b/wrong.yaml', mesh('v2')), '--format', 'sarif']);
    const { version, runs } = JSON.parse(stdout);
    expect([status, version, runs[0].tool.driver.name]).toEqual([1, '2.1.0', 'sluice']);
    expect(runs[0].results).toMatchObject([
      {
        ruleId: 'IST0101',
        ruleIndex: 0,
        level: 'error',
        locations: [
          { physicalLocation: { artifactLocation: { uri: 'a%20b/wrong.yaml' }, region: { startLine: 34 } } },
        ],
      },
    ]);
  });

  it('reads YAML as kubectl does: unquoted "no" is a boolean', () => {
    const text = routes('v1')
      .replace('- name: all', '- match: [{uri: {prefix: no}}]')
      .replace('subset: v1', 'port: {number: 9080}');
    const { status, stdout } = sluice(['check', '-'], `${service}---\n${text}`);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'IST0106 VirtualService app/reviews spec.http[0].match[0].uri.prefix: The cluster refuses this: ',
    );
  });

  it('judges routes of the Gateway API by their schema and its rules', () => {
    const route = (spec: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a, namespace: app}\nspec: ${spec}\n`;
    const redirect = '{type: RequestRedirect, requestRedirect: {scheme: https}}';
    const cases: [string, string][] = [
      ['{rules: [{matches: [{path: {type: Exact, value: a}}]}]}', 'spec.rules[0].matches[0].path: '],
      [`{rules: [{filters: [${redirect}], backendRefs: [{name: a, port: 80}]}]}`, 'spec.rules[0]: '],
      ['{rules: [{backendRefs: [{name: a}]}]}', 'spec.rules[0].backendRefs[0]: '],
      ['{rules: [{filters: [{type: URLRewrite}]}]}', 'spec.rules[0].filters[0]: '],
      ['{rules: [{timeouts: {request: soon}}]}', 'spec.rules[0].timeouts.request: '],
    ];
    for (const [spec, place] of cases) {
      const { status, stdout } = sluice(['check', '-'], route(spec));
      expect(stdout).toContain(`IST0106 HTTPRoute app/a ${place}The cluster refuses this: `);
      expect(status).toBe(1);
    }
    const fine = sluice(
      ['check', '-'],
      `${service}---\n${route('{rules: [{backendRefs: [{name: reviews, port: 9080}]}]}')}`,
    );
    expect([fine.status, fine.stdout]).toEqual([0, expect.not.stringContaining('IST0106')]);
  });

  it('tells an object that is there twice, and takes the last', () => {
    const { status, stdout } = sluice([
      'check',
      write('first.yaml', mesh('v2')),
      write('second.yaml', routes('v1')),
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('first.yaml:25: warning SLU0010 VirtualService app/reviews metadata.name: ');
    expect(stdout).toContain('second.yaml:4');
  });

  it.each([
    [[], 'usage:', 2],
    [['check'], 'no PATH', 2],
    [['check', 'nowhere.yaml'], 'no file or folder nowhere.yaml', 2],
    [['check', '.', '--format', 'xml'], 'it can be text, json, sarif', 2],
    [['check', '--wrong'], "Unknown option '--wrong'", 2],
    [['chekc', '.'], 'there are: check, route', 2],
    [['check', '--kubeconfig', 'nowhere'], 'cannot be read', 2],
    [['--help'], 'sluice route PATH', 0],
  ])('says what to do when called as %j', async (args, text, status) => {
    const answer = await inProcess(args);
    expect(answer.status).toBe(status);
    expect(answer.said).toContain(text);
  });
});
