import type { Locator, Page, WebSocketRoute } from 'playwright'
import { describe, expect, it } from 'vitest'
import { type CallEnvelope, type ChangeNotice, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { platformFails } from '#shared/contract/platform.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { signIn } from '#tests/support/browser.ts'
import { openDemo } from '#tests/support/shell.ts'

/** The demo shop, on the day after tomorrow, which is the same whenever it is opened: nothing in bays 3 and 4. */
describe('the schedule board', async () => {
  const shell = await openDemo()
  const { page } = shell

  const row = (bay: string) => page.locator('[data-row]').filter({ hasText: bay })
  const block = (bay: string, words: RegExp) => row(bay).getByRole('button', { name: words })
  const boxOf = async (of: Locator) => {
    const box = await of.boundingBox()
    if (!box) throw new Error('it is not on the screen')
    return box
  }
  /** A place of the board: the middle of a row, at an hour (`13.5` is half past one). */
  const at = async (bay: string, hour: number) => {
    const [begin, next] = [await boxOf(page.getByText('13:00', { exact: true })), await boxOf(page.getByText('14:00', { exact: true }))]
    const { y, height } = await boxOf(row(bay))
    return { x: begin.x + (hour - 13) * (next.x - begin.x) + 1, y: y + height / 2 }
  }
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
  }
  const edgeOf = async (of: Locator) => {
    const { x, y, width, height } = await boxOf(of)
    return { x: x + width - 3, y: y + height / 2 }
  }

  it('BAY-BOARD: an empty stretch is drawn out and booked', async () => {
    await signIn(page, DEMO)
    await shell.visit('/schedule')
    await page.getByText('Arrow keys move').waitFor()
    // Each day until it is there: on today's the time of now covers an hour of the scale.
    const shown = () => page.getByRole('group', { name: /^Timeline/ }).getAttribute('aria-label')
    for (const _day of ['tomorrow', 'the day after']) {
      const before = await shown()
      await page.keyboard.press('n')
      await expect.poll(shown).not.toBe(before)
    }
    await block('Bay 1', /08:00/).waitFor()
    await drag(await at('Bay 4', 13), await at('Bay 4', 14.1))
    const form = page.getByRole('dialog')
    await form.getByPlaceholder('Name, phone or plate').fill('Ellen')
    await page
      .getByRole('option', { name: /Ellen Br/ })
      .first()
      .click()
    await page.keyboard.press('Control+s')
    await block('Bay 4', /13:00–14:15, Ellen/).waitFor()
    await block('Bay 4', /Ellen/).click()
    await form.getByRole('button', { name: 'Open work order' }).waitFor()
    expect(await form.locator('button[data-variant="filled"]').allInnerTexts()).toEqual([expect.stringContaining('Save')]) // one thing to do next
    await page.keyboard.press('Escape')
    await form.waitFor({ state: 'detached' })
  })

  it('BAY-BOARD APPT-CONFLICT: dragged it moves, pulled it grows, and a place that is taken says by whom and sends it back', async () => {
    await drag(await at('Bay 4', 13.4), await at('Bay 3', 15.4))
    await block('Bay 3', /15:00–16:15, Ellen/).waitFor()
    await drag(await edgeOf(block('Bay 3', /Ellen/)), await at('Bay 3', 17))
    await block('Bay 3', /15:00–17:00, Ellen/).waitFor()
    await drag(await at('Bay 3', 15.6), await at('Bay 1', 8.8))
    const refusal = page.getByRole('alert').filter({ hasText: /Bay 1 is taken from 08:00 to \d\d:\d\d: \S/ })
    await refusal.waitFor()
    await block('Bay 3', /15:00–17:00, Ellen/).waitFor()
  })

  it('BAY-BOARD A11Y: the same from the keyboard, one change for as many keys as it takes', async () => {
    const board = page.getByRole('group', { name: /^Timeline/ })
    await board.focus()
    await page.keyboard.press('Home')
    for (const key of ['ArrowDown', 'ArrowDown', 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
    await page.keyboard.press('Space')
    await page.getByRole('toolbar', { name: /Ellen.*15:00–17:00, Bay 3/ }).waitFor()
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await page.keyboard.press(key)
    await page.getByRole('toolbar', { name: /Ellen.*14:30–16:00, Bay 4/ }).waitFor()
    await page.keyboard.press('Enter')
    await block('Bay 4', /14:30–16:00, Ellen/).waitFor()
    await page.keyboard.press('Shift+ArrowRight')
    await page.getByRole('toolbar', { name: /14:30–16:15/ }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('toolbar').waitFor({ state: 'detached' })
    await block('Bay 4', /14:30–16:00, Ellen/).waitFor()
  })

  const tap = async ({ x, y }: { x: number; y: number }) => {
    const device = await page.context().newCDPSession(page)
    await device.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
    await device.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await device.detach()
  }

  it('BAY-BOARD A11Y: by touch without dragging: a tap takes it up, a tap says where, a button puts it down', async () => {
    await tap(await at('Bay 4', 15))
    await page.getByRole('toolbar', { name: /14:30–16:00, Bay 4/ }).waitFor()
    await tap(await at('Bay 3', 13))
    await page.getByRole('toolbar', { name: /13:00–14:30, Bay 3/ }).waitFor()
    await page.getByRole('button', { name: 'Longer' }).click()
    await page.getByRole('button', { name: 'Put it here' }).click()
    await block('Bay 3', /13:00–14:45, Ellen/).waitFor()
  })

  const grid = page.getByRole('group', { name: /^Bookings from/ })
  const cell = (bay: number, day: number) => grid.locator(`[data-cell="${bay} ${day}"]`)
  const view = (name: string) => page.getByRole('radiogroup', { name: 'View' }).getByText(name, { exact: true }).click()

  it('BAY-BOARD APPT-VIEWS A11Y: on several days it is taken up, moved, pulled and put down by keys and by taps, and an empty place is booked', async () => {
    await view('3 days')
    await cell(2, 0)
      .getByRole('button', { name: /13:00 Ellen/ })
      .waitFor()
    await grid.focus()
    for (const key of ['Home', 'Control+ArrowDown', 'Control+ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key)
    await page.getByRole('toolbar', { name: /Ellen.*13:00–14:45, Bay 3/ }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowDown')
    for (let quarter = 0; quarter < 4; quarter++) await page.keyboard.press('Control+ArrowRight')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.getByRole('toolbar', { name: /Ellen.*14:00–15:30, Bay 4/ }).waitFor()
    await page.keyboard.press('Enter')
    await cell(3, 0)
      .getByRole('button', { name: /14:00 Ellen/ })
      .waitFor()
    await page.getByRole('toolbar').waitFor({ state: 'detached' })

    const { x, y } = await boxOf(cell(3, 0).getByRole('button', { name: /14:00 Ellen/ }))
    await tap({ x: x + 30, y: y + 10 })
    await page.getByRole('toolbar', { name: /14:00–15:30, Bay 4/ }).waitFor()
    const empty = await boxOf(cell(2, 0))
    await tap({ x: empty.x + 40, y: empty.y + empty.height - 6 })
    await page.getByRole('toolbar', { name: /14:00–15:30, Bay 3/ }).waitFor()
    for (let quarter = 0; quarter < 4; quarter++) await page.getByRole('toolbar').getByRole('button', { name: '15 min earlier' }).click()
    await page.getByRole('button', { name: 'Longer' }).click()
    await page.getByRole('button', { name: 'Put it here' }).click()
    await cell(2, 0)
      .getByRole('button', { name: /13:00 Ellen/ })
      .waitFor()

    await grid.focus()
    for (const key of ['Home', 'Control+ArrowDown', 'Control+ArrowDown', 'Control+ArrowDown', 'Enter']) await page.keyboard.press(key)
    const form = page.getByRole('dialog')
    await expect.poll(() => form.getByRole('combobox', { name: 'Bay' }).inputValue()).toMatch(/^Bay 4/)
    await form.getByRole('button', { name: 'Cancel' }).click()
    await form.waitFor({ state: 'detached' })
    await view('Day')
    await block('Bay 3', /13:00–14:45, Ellen/).waitFor()
  })

  it('BAY-BOARD: time without a job, and a further time of the booking', async () => {
    await page.keyboard.press('F7')
    const form = page.getByRole('dialog')
    await form.getByRole('combobox', { name: 'Bay' }).click()
    await page.getByRole('option', { name: /^Bay 4/ }).click()
    await form.getByLabel(/^Time/).fill('1300')
    await form.getByLabel(/^Until/).fill('1430')
    await page.keyboard.press('Control+s')
    await block('Bay 4', /13:00–14:30, Closed/).waitFor()
    await drag(await at('Bay 3', 13.4), await at('Bay 4', 13.4))
    await page.getByRole('alert').filter({ hasText: 'Bay 4' }).filter({ hasText: 'Closed' }).waitFor()

    await block('Bay 3', /Ellen/).click()
    await page.getByRole('button', { name: 'Add a further time' }).click()
    const further = page.getByRole('dialog', { name: 'Add a further time' })
    await further.getByRole('button', { name: '30 min', exact: true }).click()
    await further.getByText('First free slot').waitFor()
    await page.keyboard.press('Control+s')
    await page.getByText(/^Further time booked: Ellen/).waitFor()
    await page.getByRole('button', { name: /^Time 1 of 2/ }).waitFor()
    await further.waitFor({ state: 'detached' })
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('APPT-VIEWS: a week shows what is free, a booking is dragged to another day, Enter on its head opens the day; the list filters', async () => {
    await view('3 days')
    await grid.waitFor()
    await page
      .getByText(/\d+ h.* free$/)
      .first()
      .waitFor()
    const chip = cell(2, 0).getByRole('button', { name: /13:00 Ellen/ })
    const [from, to] = [await boxOf(chip), await boxOf(cell(2, 2))]
    await drag({ x: from.x + 20, y: from.y + 8 }, { x: to.x + 40, y: to.y + 20 })
    await cell(2, 2)
      .getByRole('button', { name: /13:00 Ellen/ })
      .waitFor()
    await grid.focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
    await block('Bay 3', /13:00–14:45, Ellen/).waitFor()
    await view('List')
    await page.getByRole('row').filter({ hasText: 'Closed' }).waitFor()
  })

  it('APPT-VIEWS APPT-STATUS A11Y: a week says the state of each booking in words on the booking itself', async () => {
    for (const days of ['Week', '14 days']) {
      await view(days)
      // Whosever it is: what was moved two days on may stand in the next week by now.
      const state = grid.locator('[data-chip]').getByText('Confirmed', { exact: true }).first()
      await expect.poll(() => state.evaluate((element) => getComputedStyle(element, '::before').clipPath)).toMatch(/^path\(/) // the week may be drawn anew meanwhile
    }
    await view('Day')
  })

  it('APPT-CRUD: booked from a customer’s page, a form in which nobody typed closes without a question, though the only vehicle was chosen by itself', async () => {
    await shell.visit('/customers')
    await page.getByRole('row').filter({ hasText: 'Ellen Brooks' }).click()
    await page.getByRole('button', { name: /^New booking/ }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('radio', { checked: true }).waitFor()
    await form.getByRole('button', { name: 'Cancel' }).click()
    await form.waitFor({ state: 'detached' })
  })

  it('BAY-BOARD: the wall screen has no menu and follows by itself', async () => {
    await shell.visit('/wall')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Bay 1', { exact: true }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('navigation').first().waitFor()
  })

  it('APPT-VIEWS BAY-BOARD: a range has the days that one chooses; the wall screen opens beside it, in a window for the second monitor', async () => {
    await shell.visit('/schedule?view=range')
    await page.getByRole('group', { name: /^Bookings from/ }).waitFor()
    const days = () => page.getByRole('columnheader').count()
    await expect.poll(days).toBe(10)
    const [from, until] = [page.getByRole('textbox', { name: 'Day', exact: true }), page.getByRole('textbox', { name: 'Until' })]
    await until.fill((await from.inputValue()) ?? '')
    await until.press('Enter')
    await page.getByRole('group', { name: /^Timeline/ }).waitFor()

    const [wall] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Wall screen' }).click()])
    await wall.getByText('Bay 1', { exact: true }).waitFor()
    expect(await wall.getByRole('navigation').count()).toBe(0)
    await page.getByRole('group', { name: /^Timeline/ }).waitFor()

    // It has a session of its own, so that it stays on the wall when the counter locks itself.
    const session = (of: Page) => of.evaluate(() => sessionStorage.getItem('bayline.session'))
    const counters = await session(page)
    await expect.poll(() => session(wall)).not.toBe(counters)

    // What stands there may be old: the wall keeps it and says so as soon as nobody answers, or what is asked again is refused.
    const lines: WebSocketRoute[] = []
    const trouble = { isCut: false, isFailing: false }
    await wall.routeWebSocket(/\/core$/, (line) => {
      if (trouble.isCut) return void line.close()
      const core = line.connectToServer()
      line.onMessage((text) => {
        const { v, id, name } = JSON.parse(String(text)) as CallEnvelope // our own window's
        if (trouble.isFailing && name === 'appointments.range') line.send(JSON.stringify({ v, id, ...platformFails.internal({ callId: id }) }))
        else core.send(text)
      })
      lines.push(line)
    })
    await wall.reload()
    const bay = wall.getByText('Bay 1', { exact: true })
    const age = wall.getByText(/^As of \d\d:\d\d/)
    await bay.waitFor()
    expect(await age.count()).toBe(0)
    trouble.isFailing = true
    lines.at(-1)?.send(JSON.stringify({ v: CONTRACT_VERSION, changed: ['appointment'] } satisfies ChangeNotice))
    await age.waitFor()
    await bay.waitFor()
    trouble.isFailing = false
    await age.waitFor({ state: 'detached' }) // it asks again by itself
    trouble.isCut = true
    for (const line of lines) await line.close()
    await wall.getByText('Reconnecting').waitFor()
    await age.waitFor()
    await bay.waitFor()
    await Promise.all([wall.waitForEvent('close'), wall.getByRole('button', { name: 'Leave the wall screen' }).click()])
  })
})
