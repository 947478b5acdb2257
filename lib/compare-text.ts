/** By code units, as Go and Kubernetes sort: the byte order of UTF-8, up to U+D7FF. No language has a say in it. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
