import { z } from 'zod'
import { contract, query } from '../../contract/define.ts'
import { hit } from './model.ts'

export const searchContract = contract('search', {
  /** The one search box. Newest of the best matches first; at most 20. */
  find: query({
    input: z.strictObject({ text: z.string().max(100), limit: z.number().int().min(1).max(20).default(20) }),
    output: z.array(hit),
    needs: 'session',
  }),
})
