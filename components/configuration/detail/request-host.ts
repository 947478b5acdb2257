/** A host that a request may be sent to, of those that an object names; none where they are patterns. Pure. */
export function requestHost(hosts: readonly string[], namespace: string): string | undefined {
  const [first] = hosts
    // Gateways write "namespace/host".
    .map((host) => host.slice(host.indexOf('/') + 1))
    .filter((host) => host !== '' && !host.includes('*'));
  // A short name means another host elsewhere; with its namespace it is called the same from everywhere.
  return first === undefined || first.includes('.') ? first : `${first}.${namespace}`;
}
