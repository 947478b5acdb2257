/** How the graph leaves the console. */
export const exportFormats = ['png', 'svg', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];
