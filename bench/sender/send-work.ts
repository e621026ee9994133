import * as z from 'zod'
import { ChunkHint } from '../../core/delivery/delivery.ts'

/** What a sender in another process needs: its environment, and the work that waits for it. */
export const SendWork = z.strictObject({ env: z.record(z.string(), z.string()), hints: z.array(ChunkHint) })
export type SendWork = z.infer<typeof SendWork>
