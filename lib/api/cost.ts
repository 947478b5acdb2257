/** Routes that cost more than an answer out of memory, by what they cost: the server bounds what one user may ask of each. */

/** `judged`: our processor; `tried`: Kubernetes and its webhooks; `measured`: Prometheus, Jaeger or Tempo, asked for one user alone. */
export type Cost = 'judged' | 'tried' | 'measured';
