import { describe, expect, it } from 'vitest'
import type { Id } from '#shared/kernel/ids.ts'
import { DAY_MS } from '#shared/kernel/time.ts'
import { CONTENT, fillIn, JPEG, openInspection, plainPoint, PNG } from '#tests/support/inspections.ts'
import { signedIn } from '#tests/support/people.ts'
import { readyFiles } from '#tools/inspection-templates.ts'

const NOBODY = '0190f3a2-0000-7abc-8def-000000000000' as never // an id of nothing
const photoOf = (pointId: Id<'inspectionPoint'>, base64 = JPEG) => ({ pointId, fileName: 'brake.jpg', widthPx: 1, heightPx: 1, base64, thumbBase64: JPEG })

describe('a sheet', () => {
  it('DVI-SHEET INSP-CRUD: begins with every point of its template open, and counts what is found as it is found', async () => {
    const { shop, owner, inspectionId, sheet, lamp, tyre, workOrderId, template } = await openInspection()
    expect(sheet.head).toMatchObject({ state: 'open', technicianName: 'Tom', plate: 'B-EM 123', workOrderId, outcome: null })
    expect(sheet.points.map(({ pointKey, isRequired, level }) => [pointKey, isRequired, level])).toEqual([
      ['lamp', true, null],
      ['paint', false, null],
      ['tyre', true, null],
      ['brake', true, null],
    ])
    expect(await shop.refused('inspections.start', { workOrderId, templateId: template.id }, owner)).toMatchObject({
      code: 'inspections.alreadyOpen',
      inspectionId,
    })
    expect(await shop.get('inspections.record', { pointId: lamp, level: 'red', note: 'left one' }, owner)).toMatchObject({
      level: 'red',
      tone: 'bad',
      note: 'left one',
      recordedBy: 'Ada Owner',
    })
    await shop.get('inspections.record', { pointId: tyre, measuredMilli: 2900 }, owner)
    const { head } = await shop.get('inspections.get', { inspectionId }, owner)
    expect(head.counts).toEqual({ points: 4, open: 2, requiredOpen: 1, good: 0, soon: 1, bad: 1 })
    const [listed] = (await shop.get('inspections.list', { workOrderId }, owner)).rows
    expect(listed).toEqual(head)
  })

  it('INSP-2: a measurement sets the level by its limits; by hand it can be made worse, never better', async () => {
    const { shop, owner, tyre, lamp } = await openInspection()
    const say = (patch: { level?: string | null; measuredMilli?: number | null }) => shop.get('inspections.record', { pointId: tyre, ...patch }, owner)
    for (const [measuredMilli, level] of [
      [1599, 'red'],
      [1600, 'amber'],
      [3000, 'green'],
    ] as const)
      expect(await say({ measuredMilli })).toMatchObject({ level, measuredMilli })
    expect(await say({ level: 'red' })).toMatchObject({ level: 'red', measuredMilli: 3000 })
    await say({ measuredMilli: 1000 })
    expect(await shop.refused('inspections.record', { pointId: tyre, level: 'green' }, owner)).toMatchObject({
      code: 'inspections.betterThanMeasured',
      level: 'red',
    })
    expect(await say({ measuredMilli: null })).toMatchObject({ level: null, tone: null, measuredMilli: null })
    expect(await shop.refused('inspections.record', { pointId: lamp, measuredMilli: 1 }, owner)).toMatchObject({ code: 'inspections.notMeasured' })
    expect(await shop.refused('inspections.record', { pointId: lamp, level: 'blue' }, owner)).toMatchObject({ code: 'inspections.unknownLevel' })
  })

  it('INSP-3 A-PHOTOS: is finished when required points have a level and photos that are asked for are there', async () => {
    const { shop, owner, inspectionId, lamp, tyre, brake } = await openInspection()
    expect(await shop.refused('inspections.finish', { inspectionId }, owner)).toMatchObject({
      code: 'inspections.unfinished',
      count: 3,
      pointId: lamp,
      why: 'level',
    })
    await shop.get('inspections.record', { pointId: tyre, measuredMilli: 5000 }, owner)
    await shop.get('inspections.record', { pointId: lamp, level: 'green' }, owner)
    await shop.get('inspections.record', { pointId: brake, level: 'red' }, owner)
    expect(await shop.refused('inspections.finish', { inspectionId }, owner)).toMatchObject({ count: 1, pointId: brake, why: 'photo' })
    const photo = await shop.get('inspections.addPhoto', photoOf(brake), owner)
    await shop.get('inspections.removePhoto', { photoId: photo.id }, owner)
    expect(await shop.refused('inspections.finish', { inspectionId }, owner)).toMatchObject({ why: 'photo' })
    await shop.get('inspections.restorePhoto', { photoId: photo.id }, owner)
    expect(await shop.get('inspections.finish', { inspectionId, note: 'See you' }, owner)).toMatchObject({
      state: 'done',
      doneAt: shop.clock.at,
      note: 'See you',
      outcome: 'fail',
    })
  })

  it('INSP-1: what a finished sheet says stays until it is reopened, in the database too', async () => {
    const workshop = await openInspection()
    const { shop, owner, inspectionId, lamp, brake } = workshop
    await fillIn(workshop, workshop, 'green')
    const photo = photoOf(brake)
    for (const refused of [
      await shop.refused('inspections.record', { pointId: lamp, level: 'red' }, owner),
      await shop.refused('inspections.passSection', { inspectionId, sectionKey: 'out' }, owner),
      await shop.refused('inspections.addPhoto', photo, owner),
      await shop.refused('inspections.finish', { inspectionId }, owner),
    ])
      expect(refused).toMatchObject({ code: 'inspections.wrongState', state: 'done' })
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare("UPDATE inspection_point SET note = 'x' WHERE id = ?").run(lamp)).toThrow('inspections.wrongState')
    expect(await shop.get('inspections.handOver', { inspectionId }, owner)).toMatchObject({ state: 'reported', reportedAt: shop.clock.at })
    expect(await shop.refused('inspections.remove', { inspectionId }, owner)).toMatchObject({ code: 'inspections.wrongState', event: 'remove' })
    expect(await shop.get('inspections.reopen', { inspectionId }, owner)).toMatchObject({ state: 'open', doneAt: null, reportedAt: null, outcome: null })
    await shop.get('inspections.record', { pointId: lamp, level: 'red' }, owner)
    expect(await shop.get('inspections.finish', { inspectionId }, owner)).toMatchObject({ outcome: 'fail' })
  })

  it('INSP-CRUD: one begun by mistake is hidden, and comes back', async () => {
    const { shop, owner, inspectionId, lamp, workOrderId } = await openInspection()
    expect(await shop.get('inspections.remove', { inspectionId }, owner)).toMatchObject({ deleted: true })
    expect((await shop.get('inspections.list', { workOrderId }, owner)).rows).toEqual([])
    expect(await shop.refused('inspections.record', { pointId: lamp, level: 'green' }, owner)).toMatchObject({ code: 'inspections.unknownPoint' })
    expect(await shop.get('inspections.restore', { inspectionId }, owner)).toMatchObject({ deleted: false })
    expect((await shop.get('inspections.list', { workOrderId }, owner)).total).toBe(1)
    // Not beside another one that was begun in its place.
    await shop.get('inspections.remove', { inspectionId }, owner)
    const templateId = (await shop.get('inspections.templates', {}, owner)).rows[0]?.id as never
    const other = await shop.get('inspections.start', { workOrderId, templateId }, owner)
    expect(await shop.refused('inspections.restore', { inspectionId }, owner)).toMatchObject({ code: 'inspections.alreadyOpen', inspectionId: other.id })
  })

  it('DVI-SHEET: all fine in a section fills what is open there and leaves what is found or measured', async () => {
    const { shop, owner, inspectionId, lamp } = await openInspection()
    await shop.get('inspections.record', { pointId: lamp, level: 'amber' }, owner)
    for (const sectionKey of ['out', 'run']) await shop.get('inspections.passSection', { inspectionId, sectionKey }, owner)
    const { points } = await shop.get('inspections.get', { inspectionId }, owner)
    expect(points.map(({ pointKey, level }) => [pointKey, level])).toEqual([
      ['lamp', 'amber'],
      ['paint', 'green'],
      ['tyre', null],
      ['brake', 'green'],
    ])
    expect(await shop.refused('inspections.passSection', { inspectionId, sectionKey: 'roof' }, owner)).toMatchObject({ code: 'inspections.unknownSection' })
  })

  it('PLAT-ERR: names what is not there; an order that is closed is not inspected any more', async () => {
    const { shop, owner, workOrderId, template, open } = await openInspection()
    expect(await shop.refused('inspections.get', { inspectionId: NOBODY }, owner)).toMatchObject({ code: 'inspections.unknownInspection' })
    expect(await shop.refused('inspections.photos', { inspectionId: NOBODY }, owner)).toMatchObject({ code: 'inspections.unknownInspection' })
    expect(await shop.refused('inspections.restore', { inspectionId: NOBODY }, owner)).toMatchObject({ code: 'inspections.unknownInspection' })
    expect(await shop.refused('inspections.version', { versionId: NOBODY }, owner)).toMatchObject({ code: 'inspections.unknownVersion' })
    expect(await shop.refused('inspections.start', { workOrderId, templateId: NOBODY }, owner)).toMatchObject({ code: 'inspections.unknownTemplate' })
    expect(await shop.refused('inspections.start', { workOrderId: NOBODY, templateId: template.id }, owner)).toMatchObject({ code: 'workOrders.unknownOrder' })
    const closed = (await open()).order.id
    await shop.get('workOrders.cancel', { workOrderId: closed, reason: 'no' }, owner)
    expect(await shop.refused('inspections.start', { workOrderId: closed, templateId: template.id }, owner)).toMatchObject({ code: 'inspections.orderClosed' })
  })
})

describe('photos', () => {
  it('A-PHOTOS FILE-1: are attachments of their point with a small one that travels, checked by their bytes; marks stand beside them', async () => {
    const { shop, owner, inspectionId, brake } = await openInspection()
    const photo = await shop.get('inspections.addPhoto', photoOf(brake, PNG), owner)
    expect((await shop.get('files.list', { recordTable: 'inspection_point', recordId: brake }, owner)).rows).toMatchObject([
      { id: photo.attachmentId, mediaType: 'image/png', fileName: 'brake.jpg.png' },
    ])
    const marks = [
      { kind: 'arrow' as const, at: [100, 100, 500, 500] },
      { kind: 'circle' as const, at: [400, 400, 700, 600] },
      { kind: 'draw' as const, at: [0, 0, 10, 20, 30, 40] },
    ]
    await shop.get('inspections.markPhoto', { photoId: photo.id, marks }, owner)
    expect(await shop.get('inspections.photos', { inspectionId }, owner)).toEqual([{ ...photo, marks }])
    expect((await shop.get('files.read', { attachmentId: photo.attachmentId }, owner)).base64).toBe(PNG)
    const text = Buffer.from('<svg onload=alert(1)>').toString('base64')
    expect(await shop.refused('inspections.addPhoto', photoOf(brake, text), owner)).toMatchObject({ code: 'inspections.notAPhoto' })
    expect(await shop.refused('inspections.addPhoto', { ...photoOf(brake), thumbBase64: PNG }, owner)).toMatchObject({ code: 'inspections.notAPhoto' })
    expect(await shop.refused('inspections.markPhoto', { photoId: NOBODY, marks }, owner)).toMatchObject({ code: 'inspections.unknownPhoto' })
    expect(await shop.refused('inspections.markPhoto', { photoId: photo.id, marks: [{ kind: 'arrow', at: [1, 2, 3] }] as never }, owner)).toMatchObject({
      code: 'platform.badInput',
    })
    for (let more = 1; more < 12; more++) await shop.get('inspections.addPhoto', photoOf(brake), owner)
    expect(await shop.refused('inspections.addPhoto', photoOf(brake), owner)).toMatchObject({ code: 'inspections.tooManyPhotos' })
  })
})

describe('templates', () => {
  it('INSP-4: a sheet keeps the template as it was; the next one begins with the new version', async () => {
    const workshop = await openInspection()
    const { shop, owner, inspectionId, template, open, sheet } = workshop
    const content = { ...CONTENT, sections: [{ key: 'one', name: { en: 'One' }, points: [plainPoint('lamp'), plainPoint('horn')] }] }
    const saved = await shop.get('inspections.saveTemplate', { templateId: template.id, versionId: template.versionId, content }, owner)
    expect([saved.points, saved.versionId === template.versionId]).toEqual([2, false])
    expect(await shop.refused('inspections.saveTemplate', { templateId: template.id, versionId: template.versionId, content }, owner)).toMatchObject({
      code: 'inspections.templateChanged',
    })
    expect((await shop.get('inspections.version', { versionId: sheet.head.versionId }, owner)).content).toEqual(CONTENT)
    expect((await shop.get('inspections.get', { inspectionId }, owner)).points).toHaveLength(4)
    const next = await workshop.begin((await open()).order.id)
    expect(next.sheet.points.map(({ pointKey }) => pointKey)).toEqual(['lamp', 'horn'])
    const now = await shop.get('inspections.template', { templateId: template.id }, owner)
    expect([now.version.number, now.version.byName]).toEqual([2, 'Ada Owner'])
    const { raw } = shop.platform.store.connection
    expect(() => raw.prepare("UPDATE inspection_version SET content = '{}'").run()).toThrow('inspections.sealed')
  })

  it('INSP-CRUD: are listed by name, hidden and brought back; only those who may change them do', async () => {
    const { shop, owner, template, workOrderId } = await openInspection()
    await shop.get('inspections.createTemplate', { content: { ...CONTENT, name: { en: 'Autumn check' } } }, owner)
    expect((await shop.get('inspections.templates', {}, owner)).rows.map(({ name }) => name['en'])).toEqual(['Autumn check', 'Spring check'])
    await shop.get('inspections.removeTemplate', { templateId: template.id }, owner)
    expect((await shop.get('inspections.templates', {}, owner)).total).toBe(1)
    expect(await shop.refused('inspections.start', { workOrderId, templateId: template.id }, owner)).toMatchObject({ code: 'inspections.unknownTemplate' })
    expect(await shop.get('inspections.restoreTemplate', { templateId: template.id }, owner)).toMatchObject({ deleted: false })
    expect(await shop.refused('inspections.template', { templateId: NOBODY }, owner)).toMatchObject({ code: 'inspections.unknownTemplate' })
    const technician = await signedIn(shop, 'technician')
    expect(await shop.refused('inspections.createTemplate', { content: CONTENT }, technician.token)).toMatchObject({ code: 'platform.notAllowed' })
  })

  it('INSP-CRUD: ready ones come with the program, the annual test of the authority with every deficiency and its severity', async () => {
    const { shop, owner } = await openInspection()
    const ready = await shop.get('inspections.readyTemplates', {}, owner)
    expect(ready.map(({ key, sections, points, source }) => [key, sections, points, source])).toEqual([
      ['reception', 2, 7, ''],
      ['vehicle-check', 6, 28, ''],
      ['dvsa-hgv', 50, 160, 'DVSA (UK)'],
      ['dvsa-psv', 50, 199, 'DVSA (UK)'],
      ['dvsa-trl', 29, 82, 'DVSA (UK)'],
    ])
    const severities: Record<string, number> = {}
    for (const { key } of ready) {
      const { id } = await shop.get('inspections.createReady', { key }, owner)
      const { version } = await shop.get('inspections.template', { templateId: id }, owner)
      expect(version.content).toEqual(readyFiles().get(key)?.content)
      if (key === 'dvsa-psv')
        for (const { level } of version.content.sections.flatMap(({ points }) => points.flatMap(({ choices }) => choices)))
          severities[level] = (severities[level] ?? 0) + 1
    }
    expect(severities).toEqual({ dangerous: 164, major: 544, minor: 73 })
    expect(await shop.refused('inspections.createReady', { key: 'no-such' }, owner)).toMatchObject({ code: 'inspections.unknownReady' })
  })
})

describe('visits', () => {
  it('DVI-SHEET: the last visit stands beside the next one, and what was not repaired since is offered', async () => {
    const workshop = await openInspection()
    const { shop, owner, begin, open, vehicle, inspectionId, brake, workOrderId } = workshop
    await shop.get('inspections.addPhoto', photoOf(brake), owner)
    await shop.get('inspections.record', { pointId: workshop.lamp, note: 'left one dim' }, owner)
    await fillIn(workshop, workshop, 'amber')
    expect((await shop.get('inspections.openFindings', { vehicleId: vehicle.id }, owner)).map(({ pointKey, note, tone }) => [pointKey, note, tone])).toEqual([
      ['lamp', 'left one dim', 'soon'],
    ])
    shop.clock.at += DAY_MS / 2
    const second = (await open()).order.id
    const next = await begin(second)
    expect(
      next.sheet.before.map(({ pointKey, levelName, measuredMilli, unit, photos, isOpen }) => [pointKey, levelName['en'], measuredMilli, unit, photos, isOpen]),
    ).toEqual([
      ['lamp', 'Watch', null, '', 0, true],
      ['tyre', 'Fine', 6000, 'mm', 0, false],
      ['brake', 'Fine', null, '', 1, false],
    ])
    expect(next.sheet.before[0]).toMatchObject({ inspectionId })

    // It is offered on the new order in one touch, and is done once that order is.
    const { added } = await shop.get('inspections.toLines', { workOrderId: second, pointIds: [workshop.lamp] }, owner)
    expect(added).toHaveLength(1)
    expect(await shop.get('inspections.openFindings', { vehicleId: vehicle.id }, owner)).toEqual([])
    await shop.get('workOrders.removeLine', { lineId: added[0]?.lineId as never }, owner)
    expect(await shop.get('inspections.openFindings', { vehicleId: vehicle.id }, owner)).toHaveLength(1)
    await shop.get('inspections.toLines', { workOrderId: second, pointIds: [workshop.lamp] }, owner)
    await shop.get('workOrders.start', { workOrderId: second, bayId: workshop.bay1, technicianId: workshop.tom }, owner)
    await shop.get('workOrders.finish', { workOrderId: second }, owner)
    expect(await shop.get('inspections.openFindings', { vehicleId: vehicle.id }, owner)).toEqual([])
    expect((await shop.get('inspections.get', { inspectionId: next.inspectionId }, owner)).before[0]).toMatchObject({ isOpen: false })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines).toEqual([])
  })

  it('INSP-6 DVI-REPORT: findings become lines that they know, once; a line taken off can be offered again', async () => {
    const workshop = await openInspection()
    const { shop, owner, workOrderId, lamp, tyre, brake, inspectionId } = workshop
    const item = await shop.get('catalog.create', { kind: 'part', sku: 'T-1', name: 'Tyre 205/55', priceMinor: 9900 }, owner)
    await shop.get('inspections.record', { pointId: lamp, level: 'red', note: 'left, glass broken\nand more' }, owner)
    await shop.get('inspections.record', { pointId: tyre, measuredMilli: 1200 }, owner)
    await shop.get('inspections.record', { pointId: brake, level: 'green' }, owner)
    expect(await shop.refused('inspections.toLines', { workOrderId, pointIds: [lamp, brake] }, owner)).toMatchObject({
      code: 'inspections.notAFinding',
      pointId: brake,
    })
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines).toEqual([])
    const { added } = await shop.get('inspections.toLines', { workOrderId, pointIds: [lamp, tyre, lamp] }, owner)
    expect(added.map(({ pointId }) => pointId)).toEqual([lamp, tyre])
    const { lines, order } = await shop.get('workOrders.get', { workOrderId }, owner)
    expect(lines.map(({ id, description, kind, unitPriceMinor }) => [id, description, kind, unitPriceMinor])).toEqual([
      [added[0]?.lineId, 'Lamps: left, glass broken', 'labor', 0],
      [added[1]?.lineId, 'Tyre', 'labor', 0],
    ])
    const { points } = await shop.get('inspections.get', { inspectionId }, owner)
    expect(points.find(({ id }) => id === lamp)?.line).toEqual({ id: added[0]?.lineId, workOrderId, workOrderNumber: order.number })
    expect((await shop.get('inspections.toLines', { workOrderId, pointIds: [lamp, tyre] }, owner)).added).toEqual([])
    await shop.get('workOrders.removeLine', { lineId: added[0]?.lineId as never }, owner)
    expect((await shop.get('inspections.toLines', { workOrderId, pointIds: [lamp] }, owner)).added).toHaveLength(1)

    const with1 = { ...CONTENT, sections: [{ key: 'a', name: { en: 'A' }, points: [plainPoint('tyre', { itemId: item.id })] }] }
    const other = await shop.get('inspections.createTemplate', { content: with1 }, owner)
    const head = await shop.get('inspections.start', { workOrderId, templateId: other.id }, owner)
    const [point] = (await shop.get('inspections.get', { inspectionId: head.id }, owner)).points
    if (!point) throw new Error('the sheet has a point')
    await shop.get('inspections.record', { pointId: point.id, level: 'red' }, owner)
    await shop.get('inspections.toLines', { workOrderId, pointIds: [point.id] }, owner)
    expect((await shop.get('workOrders.get', { workOrderId }, owner)).lines.at(-1)).toMatchObject({ itemId: item.id, unitPriceMinor: 9900, kind: 'part' })
    expect(await shop.refused('inspections.toLines', { workOrderId, pointIds: [NOBODY] }, owner)).toMatchObject({ code: 'inspections.unknownPoint' })
    const stranger = await shop.get('vehicles.create', { customerId: workshop.customer.id, plate: 'X 1' }, owner)
    const elsewhere = await shop.get('workOrders.open', { locationId: workshop.locationId, customerId: workshop.customer.id, vehicleId: stranger.id }, owner)
    expect(await shop.refused('inspections.toLines', { workOrderId: elsewhere.order.id, pointIds: [tyre] }, owner)).toMatchObject({
      code: 'inspections.otherVehicle',
    })
  })

  it('INSP-RATE INSP-5: the pass rate of a period equals its records, whatever is reopened, removed or comes by the feed', async () => {
    const workshop = await openInspection()
    const { shop, owner, begin, open, locationId } = workshop
    const from = shop.clock.at
    const verdicts = ['green', 'red', 'amber', 'green', 'red', 'green', 'amber', 'red', 'green', 'green'] as const
    const heads = [await fillIn(workshop, workshop, verdicts[0])]
    for (const level of verdicts.slice(1)) {
      shop.clock.at += DAY_MS / 2
      heads.push(await fillIn(workshop, await begin((await open()).order.id), level))
    }
    const counted = async (fromAt: number, toAt: number) => {
      const rows = (await shop.get('inspections.list', { limit: 200 }, owner)).rows.filter(({ doneAt }) => doneAt !== null && doneAt >= fromAt && doneAt < toAt)
      const passed = rows.filter(({ outcome }) => outcome === 'pass').length
      expect(await shop.get('inspections.passRate', { fromAt, toAt }, owner)).toEqual({
        passed,
        failed: rows.length - passed,
        rateBp: rows.length === 0 ? null : Math.round((passed * 10_000) / rows.length),
      })
      return [passed, rows.length - passed]
    }
    expect(await counted(from, from + 10 * DAY_MS)).toEqual([7, 3])
    expect(await counted(from + DAY_MS, from + 2 * DAY_MS)).toEqual([2, 0])
    expect(await counted(0, from)).toEqual([0, 0])
    const [first, second] = heads
    if (!first || !second) throw new Error('ten were finished')
    await shop.get('inspections.remove', { inspectionId: first.id }, owner)
    await shop.get('inspections.reopen', { inspectionId: second.id }, owner)
    expect(await counted(from, from + 10 * DAY_MS)).toEqual([6, 2])
    expect((await shop.get('inspections.list', { outcome: 'fail' }, owner)).total).toBe(2)
    expect(await shop.get('inspections.passRate', { fromAt: from, toAt: from + 10 * DAY_MS, locationId, templateId: NOBODY }, owner)).toMatchObject({
      rateBp: null,
    })

    // Whoever writes the points: the counts are theirs.
    const { raw } = shop.platform.store.connection
    raw.exec('UPDATE sync_guard SET applying = 1')
    raw.exec("UPDATE inspection_point SET tone = 'bad', level = 'red' WHERE point_key = 'paint'")
    raw.exec("DELETE FROM inspection_point WHERE point_key = 'lamp'")
    const sums = raw
      .prepare(
        "SELECT inspection_id, count(*) AS points, sum(tone IS NULL) AS open, sum(tone IS NULL AND is_required) AS required_open, sum(tone IS 'good') AS good, sum(tone IS 'soon') AS soon, sum(tone IS 'bad') AS bad FROM inspection_point GROUP BY 1 ORDER BY 1",
      )
      .all()
    expect(raw.prepare('SELECT * FROM inspection_result ORDER BY 1').all()).toEqual(sums)
    raw.exec('DELETE FROM inspection_point')
    expect(raw.prepare('SELECT count(*) FROM inspection_result').pluck().get()).toBe(0)
  })
})
