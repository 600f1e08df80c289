import type { Cluster } from '../support/cluster.ts'

/** What a measurement works with. */
export interface Bench {
  cluster: Cluster
  /** Records of the small, the middle and the large city. */
  sizes: readonly [number, number, number]
  runs: number
  /** Of each run of a load. */
  seconds: number
  /** Requests of one kind, of which the middle one counts as the run. */
  times: number
}
