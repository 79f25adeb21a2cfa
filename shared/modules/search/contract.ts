import { z } from 'zod'
import { contract, query } from '../../contract/define.ts'
import { line } from '../../kernel/text.ts'
import { hit } from './model.ts'

export const searchContract = contract('search', {
  /** The one search box. What starts with the typed text comes first, then the newest of what contains it; no kind crowds out another. */
  find: query({
    input: z.strictObject({ text: line(100), limit: z.number().int().min(1).max(20).default(20) }),
    output: z.array(hit),
    needs: 'session',
  }),
})
