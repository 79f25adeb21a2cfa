import { describe, expect, it } from 'vitest'
import { labelOf } from './rules.ts'

describe('AUD-TRAIL: what a record is called', () => {
  it('AUD-TRAIL A-SYNCCENTRE: a record is named by its number, name, plate or code', () => {
    expect(labelOf({ number: 'B7K2-000001', name: 'x' })).toBe('B7K2-000001')
    expect(labelOf({ plate: 'B-MW 12' })).toBe('B-MW 12')
    expect(labelOf({ code: 'C2503-B', qtyMilli: 1000 })).toBe('C2503-B')
    expect(labelOf({ id: '1' })).toBe('')
    expect(labelOf(undefined)).toBe('')
  })
})
