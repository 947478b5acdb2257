/** How the graph leaves the console. */
export const exportFormats = ['json'] as const;
export type ExportFormat = (typeof exportFormats)[number];
