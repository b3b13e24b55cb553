/**
 * Remix's own options. vite.config.ts passes them to the Remix plugin; only `remix vite:build` reads them
 * (the classic `remix build` and `remix dev` commands do not work here, see the README's decisions).
 *
 * Every future flag is on but `v3_lazyRouteDiscovery`: with it off the server has no `/__manifest` address, which closes
 * a family of denial-of-service advisories, and costs nothing at this number of routes.
 */
export default {
  appDirectory: "app",
  buildDirectory: "build",
  serverModuleFormat: "esm",
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    v3_routeConfig: true,
    v3_singleFetch: true,
    v3_lazyRouteDiscovery: false,
  },
};
