import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MODULES } from '#shared/modules.ts'
import type { SyncRules } from '../../contract/sync.ts'
import { deviceMachine, INVITATION_MS } from './model.ts'
import * as rules from './rules.ts'

const RULES = Object.assign({}, ...MODULES.map(({ sync }) => sync)) as SyncRules // as the platform puts them together

describe('codes of invitations', () => {
  it('SYNC-4: a code is read as it was meant, however a person typed it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
        const code = rules.codeOf(bytes)
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
        const plain = rules.plainInvitation(code)
        expect(plain).toHaveLength(rules.CODE_CHARS)
        const typed = code.toLowerCase().replace('-', '  ').replace(/0/g, 'o').replace(/1/g, 'l')
        expect(rules.plainInvitation(typed)).toBe(plain)
      }),
    )
  })

  it('SYNC-4: an invitation is open for ten minutes, and not once it was used or withdrawn', () => {
    const made = rules.invitation('Kiosk', null, 'hash', 1000)
    expect(rules.isOpenInvitation(made, 1000 + INVITATION_MS - 1)).toBe(true)
    expect(rules.isOpenInvitation(made, 1000 + INVITATION_MS)).toBe(false)
    for (const state of ['waiting', 'active', 'revoked'] as const) expect(rules.isOpenInvitation({ ...made, state }, 1000)).toBe(false)
  })

  it.each(Object.keys(deviceMachine) as (keyof typeof deviceMachine)[])('SYNC-3: a device that is %s takes exactly the steps of its table', (state) => {
    for (const event of ['approve', 'revoke', 'edit'] as const) {
      const next = rules.stepDevice({ id: 'x' as never, state }, event)
      expect(next.ok ? next.value : 'refused').toBe(deviceMachine[state][event])
    }
  })
})

describe('putting values on a record by hand', () => {
  const why = (table: string, row: Record<string, unknown> | undefined, fields: string[], isOwner = false) =>
    rules.whyNotAmend(table, RULES[table], row as never, fields, isOwner)

  it('A-SYNCCENTRE: a plain field of a record that may be edited can be taken over', () => {
    expect(why('customer', { name: 'Anna' }, ['name'])).toBeNull()
    expect(why('work_order', { state: 'open' }, ['note'])).toBeNull()
    expect(why('bay', { state: 'occupied' }, ['name'])).toBeNull()
  })

  it('A-SYNCCENTRE: a step of a lifecycle is taken on the record itself, with all that belongs to it', () => {
    expect(why('work_order', { state: 'open' }, ['state'])).toBe('stepNeeded')
    expect(why('work_order', { state: 'open' }, ['bayId'])).toBe('stepNeeded') // of the state's clock group
    expect(why('appointment', { state: 'pending' }, ['cancelledReason'])).toBe('stepNeeded')
  })

  it('A-SYNCCENTRE: what is sealed, gone or a ledger stays as it is', () => {
    expect(why('work_order', { state: 'invoiced' }, ['note'])).toBe('sealed')
    expect(why('payment', {}, ['amountMinor'])).toBe('sealed')
    expect(why('customer', undefined, ['name'])).toBe('gone')
    expect(why('no_such_table', {}, ['name'])).toBe('gone')
  })

  it('A-SYNCCENTRE AUTH-RBAC: rights and secrets are an owner’s to decide', () => {
    expect(why('user', { role: 'cashier' }, ['role'])).toBe('ownerOnly')
    expect(why('user', { role: 'cashier' }, ['role'], true)).toBeNull()
    expect(why('role_permission', {}, ['granted'])).toBe('ownerOnly')
  })

  it('A-SYNCCENTRE: what was only carried along with its clock group was not meant', () => {
    expect(rules.fieldsAfter({ insert: false, fields: { phone: ['1', '2', ''], phone2: ['3', '3', ''] } })).toEqual({ phone: '2' })
    expect(rules.fieldsAfter({ insert: true, fields: { name: ['Anna'] } })).toEqual({ name: 'Anna' })
  })
})
