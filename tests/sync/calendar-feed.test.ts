import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, describe, expect, it } from 'vitest'
import { FEED_PATH } from '#shared/modules/calendar/model.ts'
import { readCalendar } from '#shared/modules/calendar/rules/read.ts'
import { testDatabase } from '#tests/support/postgres.ts'
import { openGateway, said } from './gateway-shop.ts'
import { DOCS, insertOf, TestDevice } from './push-shop.ts'

const NOW = Date.UTC(2026, 2, 2, 8)
const HOUR = 3_600_000

describe('CAL-ICS: feeds of calendars at the centre', async () => {
  const database = await testDatabase()
  const at = { now: NOW }
  const { gateway, url, speaker } = await openGateway(database, at)
  afterAll(async () => {
    await gateway.close()
    await database.drop()
  })
  const read = (token: string) => fetch(`${url}${FEED_PATH}?token=${token}`)

  it('CAL-1 CAL-ICS: whoever has the token reads the bookings, with no key; a wrong or revoked one finds nothing', async () => {
    const device = speaker()
    const code = (await gateway.devices.firstCode()) ?? ''
    expect(said(await device.enrol(code, true))).toBe('ok')
    const { deviceId, clockTag } = device.identity
    const writer = new TestDevice({ deviceId, enrolmentId: '', scopes: [], everywhere: true }, clockTag, at)
    const push = async (...changes: ReturnType<typeof insertOf>[]) => {
      const entry = writer.entry(changes)
      const { body } = await device.ask<{ results: { outcome: string }[] }>('POST', '/v1/push', { sentAt: at.now, ackedThrough: 0, entries: [entry] })
      expect(body.results.map(({ outcome }) => outcome)).toEqual(['applied'])
    }
    const [location, customer, vehicle, bay, technician, feed, booking] = [v7(), v7(), v7(), v7(), v7(), v7(), v7()]
    const place = { location, bays: [bay], technicians: [technician], customer, vehicle }
    const token = randomBytes(32).toString('base64url')
    await push(
      insertOf('company', v7(), DOCS.company()),
      insertOf('location', location, DOCS.location('Main')),
      insertOf('employee', technician, DOCS.employee('Tom')),
      insertOf('customer', customer, DOCS.customer('Erin')),
      insertOf('vehicle', vehicle, DOCS.vehicle(customer, 'HB 1')),
      insertOf('bay', bay, DOCS.bay(location, 1)),
    )
    await push(
      insertOf('appointment', booking, { ...DOCS.appointment(place as never, NOW + HOUR), vehicleId: vehicle }),
      insertOf('calendar_feed', feed, { kind: 'technician', ofId: technician, tokenHash: createHash('sha256').update(token).digest('hex') }),
    )

    const answer = await read(token)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
    const text = await answer.text()
    expect(text).toContain('X-WR-CALNAME:Tom')
    expect(readCalendar(text, 'UTC', NOW, false).events).toMatchObject([
      { uid: `${booking}@bayline`, summary: expect.stringContaining('HB 1'), times: [{ startAt: NOW + HOUR, endAt: NOW + 2 * HOUR }] },
    ])
    expect((await read(randomBytes(32).toString('base64url'))).status).toBe(404)
    expect((await fetch(`${url}${FEED_PATH}?token=short`)).status).toBe(400)
    expect((await fetch(url + FEED_PATH)).status).toBe(400)

    await database.db.tx(['company'], (q) => q('UPDATE calendar_feed SET deleted = true WHERE id = $1', [feed]))
    expect((await read(token)).status).toBe(404)
  })
})
