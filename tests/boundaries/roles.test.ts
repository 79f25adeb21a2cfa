import { describe, expect, it } from 'vitest'
import { MODULES } from '#shared/modules.ts'
import { ROLES } from '#shared/kernel/permission.ts'
import { openShop } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'

const operations = MODULES.flatMap(({ contract }) =>
  Object.entries(contract.operations).map(([key, operation]) => ({ name: `${contract.name}.${key}`, operation })),
)

/** An input that no operation accepts: rights are checked before it is looked at, so a permitted call ends at `badInput` and does nothing. */
const NEVER = { __never__: true }

describe('QA-ROLES: each role tried against each operation', async () => {
  const shop = await openShop()
  const tokens = new Map<string, string>([['owner', shop.owner]])
  for (const role of ROLES.filter((r) => r !== 'owner')) tokens.set(role, (await signedIn(shop, role)).token)

  it.each(ROLES)('QA-ROLES AUTH-RBAC: %s is let through exactly where the matrix says so', async (role) => {
    const wrong: string[] = []
    for (const { name, operation } of operations) {
      const answer = await shop.send(JSON.stringify({ v: 1, id: `${role}-${name}-attempt`.slice(0, 60), name, input: NEVER, token: tokens.get(role) }))
      const needs = operation.needs
      const may = typeof needs === 'string' || needs.defaults.includes(role)
      const code = answer.ok ? 'ok' : answer.error.code
      if (code !== (may ? 'platform.badInput' : 'platform.notAllowed')) wrong.push(`${name}: ${code}`)
    }
    expect(wrong).toEqual([])
  })

  it('QA-ROLES AUTH-RBAC: without a session only what anyone may do gets past the door', async () => {
    for (const { name, operation } of operations) {
      const answer = await shop.send(JSON.stringify({ v: 1, id: `nobody-${name}`.slice(0, 60), name, input: NEVER }))
      expect(answer.ok ? 'ok' : answer.error.code, name).toBe(operation.needs === 'anyone' ? 'platform.badInput' : 'platform.signInNeeded')
    }
  })

  it('QA-ROLES AUTH-PERM: a right taken away in the matrix is refused at the next call, and given back is granted', async () => {
    const manager = tokens.get('manager')
    await shop.get('auth.users', {}, manager)
    await shop.get('auth.setPermission', { role: 'manager', permission: 'users.read', granted: false }, shop.owner)
    expect(await shop.refused('auth.users', {}, manager)).toMatchObject({ code: 'platform.notAllowed', needs: 'users.read' })
    await shop.get('auth.setPermission', { role: 'manager', permission: 'users.read', granted: true }, shop.owner)
    await shop.get('auth.users', {}, manager)
  })
})
