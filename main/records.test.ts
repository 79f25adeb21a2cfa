import { expect, it } from 'vitest'
import { modules } from './index.ts'
import { records } from './records.ts'

it('A-SYNCCENTRE A-JOURNAL: every table that a module keeps is known by its name', () => {
  const tables = modules.flatMap(({ sync }) => Object.keys(sync ?? {}))
  expect([...records.keys()].toSorted()).toEqual(tables.toSorted())
})
