/** The kinds whose objects keep saved requests: those that own hosts. */
export const keepers = ['virtualServices', 'httpRoutes', 'grpcRoutes'] as const;
