import { describe, expect, it } from 'vitest'
import { openShop } from '#tests/support/core.ts'
import { signedIn } from '#tests/support/people.ts'

describe('workspace', () => {
  it('SET-MGMT: settings are read and written as they are', async () => {
    const shop = await openShop()
    await shop.get('workspace.update', { taxRateBp: 700, laborRateMinor: 12_345, name: '  Garage  Ü ' }, shop.owner)
    expect((await shop.get('workspace.get', {}, shop.owner)).company).toMatchObject({
      taxRateBp: 700,
      laborRateMinor: 12_345,
      name: 'Garage  Ü',
      currency: 'EUR',
    })
  })

  it('SET-MGMT FIN-PRECISION: the currency is chosen while no document states an amount in it', async () => {
    const shop = await openShop()
    expect(await shop.get('workspace.update', { currency: 'KWD' }, shop.owner)).toMatchObject({ currency: 'KWD' })
  })

  it('WS-CRUD: locations are added and changed by those allowed', async () => {
    const shop = await openShop()
    const added = await shop.get(
      'workspace.addLocation',
      { name: 'North', address: '', phone: '', opensAtMinutes: 420, closesAtMinutes: 1020, openWeekdays: '123456' },
      shop.owner,
    )
    await shop.get('workspace.updateLocation', { locationId: added.id, closesAtMinutes: 1080 }, shop.owner)
    expect((await shop.get('workspace.get', {}, shop.owner)).locations.map((l) => [l.name, l.closesAtMinutes])).toEqual([
      ['Main street', 1080],
      ['North', 1080],
    ])
    const cashier = await signedIn(shop, 'cashier')
    expect(await shop.refused('workspace.update', { name: 'Mine' }, cashier.token)).toMatchObject({ code: 'platform.notAllowed' })
  })

  it('WS-2: a location that closes before it opens is refused', async () => {
    const shop = await openShop()
    const location = (await shop.get('workspace.get', {}, shop.owner)).locations[0]
    expect(await shop.refused('workspace.updateLocation', { locationId: location?.id as never, opensAtMinutes: 1200 }, shop.owner)).toMatchObject({
      code: 'workspace.closesBeforeOpening',
    })
  })

  it('WS-1: the database itself refuses a second company', async () => {
    const shop = await openShop()
    const { raw } = shop.platform.store.connection
    expect(() =>
      raw.exec(
        "INSERT INTO company (id, created_at, updated_at, deleted, clk, name, tax_id, phone, email, address, currency, language, zone, country, tax_rate_bp, labor_rate_minor, invoice_due_days, invoice_note, session_idle_minutes, kiosk_idle_minutes, is_demo) SELECT 'other', created_at, updated_at, deleted, clk, name, tax_id, phone, email, address, currency, language, zone, country, tax_rate_bp, labor_rate_minor, invoice_due_days, invoice_note, session_idle_minutes, kiosk_idle_minutes, is_demo FROM company",
      ),
    ).toThrow(/UNIQUE/)
  })
})
