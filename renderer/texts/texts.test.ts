import { describe, expect, it } from 'vitest'
import type { ModuleSync } from '#shared/contract/sync.ts'
import { REASONS } from '#shared/contract/wire.ts'
import { MODULES } from '#shared/modules.ts'
import { ar } from './ar.ts'
import { en } from './en.ts'

type Tree = { readonly [key: string]: string | Tree }
const flat = (tree: Tree, prefix = ''): [key: string, line: string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`)))
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
/** Names in a line, without how they are shown. */
const names = (line: string) => [...line.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? '').sort()

const english = flat(en)
const arabic = flat(ar)
const namesByKey = new Map<string, Set<string>>()
for (const [key, line] of english) namesByKey.set(plain(key), new Set([...(namesByKey.get(plain(key)) ?? []), ...names(line)]))

describe('the texts', () => {
  it('EXT-LANG: every line is there in both languages, and none is empty', () => {
    expect([...new Set(arabic.map(([key]) => plain(key)))].sort()).toEqual([...new Set(english.map(([key]) => plain(key)))].sort())
    expect([...english, ...arabic].filter(([, line]) => line.trim() === '').map(([key]) => key)).toEqual([])
  })

  it('EXT-LANG: a counted line has two forms in English and six in Arabic', () => {
    const forms = (lines: readonly [string, string][], key: string) => lines.filter(([other]) => other !== plain(other) && plain(other) === key).length
    const counted = [...new Set(english.filter(([key]) => key !== plain(key)).map(([key]) => plain(key)))]
    expect(counted.length).toBeGreaterThan(3)
    for (const key of counted) expect([key, forms(english, key), forms(arabic, key)]).toEqual([key, 2, 6])
  })

  it('EXT-LANG: an Arabic line names nothing that its English one does not', () => {
    expect(arabic.filter(([key, line]) => names(line).some((name) => !namesByKey.get(plain(key))?.has(name))).map(([key]) => key)).toEqual([])
  })

  it('EXT-LANG: a line that counts nothing names in Arabic all that it names in English', () => {
    const missing = arabic.filter(([key, line]) => key === plain(key) && [...(namesByKey.get(key) ?? [])].some((name) => !names(line).includes(name)))
    expect(missing.map(([key]) => key)).toEqual([])
  })

  it('EXT-LANG: an Arabic line is written in Arabic', () => {
    const alike = new Set(['common.english', 'shell.product'])
    const latin = arabic.filter(([key, line]) => !alike.has(key) && /[A-Za-z]{3}/.test(line.replace(/\{\{.*?\}\}/g, '')) && !/\p{Script=Arabic}/u.test(line))
    expect(latin.map(([key]) => key)).toEqual([])
  })

  it('SET-MGMT: every permission and every command has a name', () => {
    const operations = MODULES.flatMap(({ contract }) =>
      Object.entries(contract.operations).map(([key, operation]) => ({ name: `${contract.name}.${key}`, operation })),
    )
    const permissions = [...new Set(operations.flatMap(({ operation: { needs } }) => (typeof needs === 'string' ? [] : [needs.name])))]
    expect(permissions.filter((name) => !(name in en.permission))).toEqual([])
    expect([...new Set(permissions.map((name) => name.split('.')[0] ?? ''))].filter((group) => !(group in en.permissionGroup))).toEqual([])
    expect(operations.filter(({ name, operation }) => operation.kind === 'command' && !(name in en.command)).map(({ name }) => name)).toEqual([])
  })

  it('A-SYNCCENTRE EXT-LANG: whatever the centre may answer has its words: each reason, and each rule that two records cannot both keep', () => {
    const rules = MODULES.flatMap(({ sync }) => Object.values(sync as ModuleSync))
    const constraints = rules
      .flatMap(({ unique }) => Object.keys(unique ?? {}))
      .map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    expect(constraints.length).toBeGreaterThan(5)
    expect(constraints.filter((name) => !(name in en.constraint))).toEqual([])
    expect(REASONS.filter((reason) => !(reason in en.syncReason))).toEqual([])
  })
})
