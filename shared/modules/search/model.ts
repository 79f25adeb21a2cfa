import { z } from 'zod'

/*
 * SEARCH-1: a removed record is not found.
 * SEARCH-2: nobody is shown a hit of a kind that he may not read.
 */

export const HIT_KINDS = ['customer', 'vehicle', 'item', 'workOrder', 'invoice', 'agreement'] as const
export type HitKind = (typeof HIT_KINDS)[number]

/** What of a record the typed text was found in. */
export const MATCHES = ['name', 'phone', 'plate', 'vin', 'sku', 'barcode', 'number'] as const

export const hit = z.object({ kind: z.enum(HIT_KINDS), id: z.string(), title: z.string(), subtitle: z.string(), matched: z.enum(MATCHES) })
export type Hit = z.infer<typeof hit>
