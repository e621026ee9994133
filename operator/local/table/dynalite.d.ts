declare module 'dynalite' {
  import type { Server } from 'node:http'

  interface Options {
    /** LevelDB's folder. */
    readonly path: string
    /** How long a table stays in the state CREATING, in milliseconds. */
    readonly createTableMs: number
  }

  /** Closing the server closes the database. */
  export default function dynalite(options: Options): Server
}
