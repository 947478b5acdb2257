// @ts-check
/** Next's own configuration. The server that wraps Next is lib/server/main.ts. */

/** @type {import('next').NextConfig} */
const config = {
  // What a page's server code needs, copied together: scripts/image-root.ts makes the container's file system of it.
  output: 'standalone',
  poweredByHeader: false,
  reactStrictMode: true,
  // The image optimiser is an attack surface with no use here: Sluice serves no photographs.
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  // Types are `npm run check`'s business, for the whole repository at once; a build need not wait for them.
  typescript: { ignoreBuildErrors: true },
  // These stay ordinary Node modules: bundling them costs seconds and breaks their dynamic requires.
  serverExternalPackages: ['@kubernetes/client-node', 'undici', 'pino'],
};

export default config;
