import type { Page } from 'playwright'
import { afterAll, describe, expect, it } from 'vitest'
import { DEMO } from '#shared/modules/workspace/model.ts'
import { type Complaint, openBrowser, openPage, OWNER, setUpShop, signIn, startShell, switchLanguage } from '#tests/support/browser.ts'
import { faultsOf, turnTo } from '#tests/support/face.ts'

const PAGES = [
  '/',
  '/users',
  '/permissions',
  '/sessions',
  '/audit',
  '/settings',
  '/system',
  '/customers',
  '/vehicles',
  '/catalog',
  '/clock',
  '/team',
  '/alerts',
  '/agreements',
  '/reminders',
  '/messages',
  '/calendars',
  '/stock',
  '/stock/counts',
  '/stock/transfers',
  '/stock/lots',
  '/stock/limits',
  '/stock/value',
  '/purchasing',
  '/purchasing/to-order',
  '/purchasing/requests',
  '/purchasing/returns',
  '/purchasing/cores',
  '/suppliers',
  '/work-orders',
  '/schedule',
  '/schedule?view=week',
  '/schedule?view=list',
  '/wall',
  '/bays',
  '/board',
  '/inspections',
  '/inspections/templates',
  '/counter',
  '/till',
  '/sales',
  '/invoices',
  '/receivables',
  '/imports',
  '/overview',
  '/overview?board=workshop',
  '/overview?board=admin',
  '/reports',
  '/reports/sales',
  '/planning',
  '/work-orders/new',
  '/saved-services',
  '/absences',
  '/booking-types',
  '/reports/profit',
  '/reports/hours',
  '/staff',
]

/** Pixels by which the document is wider than the window. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
const attribute = (page: Page, name: 'dir' | 'lang' | 'data-theme') => page.evaluate((key) => document.documentElement.getAttribute(key), name)

describe('the face of the program', async () => {
  const shell = await startShell()
  const browser = await openBrowser()
  const all: Complaint[] = []
  const open = async (size?: { width: number; height: number }) => {
    const { page, complaints } = await openPage(browser, shell.address, size)
    page.on('close', () => all.push(...complaints))
    return page
  }
  const first = await open()
  await setUpShop(first)
  await first.context().close()
  afterAll(async () => {
    await browser.close()
    await shell.kill('SIGTERM')
  })
  const entered = async (path: string, size?: { width: number; height: number }) => {
    const page = await open(size)
    await signIn(page)
    await page.goto(shell.origin + path)
    await page.getByRole('heading', { level: 1 }).or(page.getByRole('main')).first().waitFor()
    return page
  }

  it('EXT-LANG, UI-RTL: Arabic turns the whole screen round at once, is kept with the account, and English turns it back', async () => {
    const page = await entered('/users')
    const sideOf = async () => {
      const box = await page.getByRole('navigation').boundingBox()
      return (box?.x ?? 0) < 600 ? 'left' : 'right'
    }
    expect([await attribute(page, 'dir'), await attribute(page, 'lang'), await sideOf()]).toEqual(['ltr', 'en', 'left'])
    await switchLanguage(page, 'ar')
    await page.getByRole('heading', { name: 'المستخدمون' }).waitFor()
    expect([await attribute(page, 'dir'), await attribute(page, 'lang'), await sideOf()]).toEqual(['rtl', 'ar', 'right'])
    const first = await page.getByRole('columnheader').first().boundingBox()
    const last = await page.getByRole('columnheader').last().boundingBox()
    expect(first?.x).toBeGreaterThan(last?.x ?? 0)
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    await page.context().close()

    const again = await open()
    await signIn(again)
    await expect.poll(() => attribute(again, 'dir')).toBe('rtl')
    await switchLanguage(again, 'en')
    await expect.poll(() => attribute(again, 'dir')).toBe('ltr')
    await again.context().close()
  })

  it('UI-THEME: dark, light and high contrast are chosen from the header and kept on the device', async () => {
    const page = await entered('/users')
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const seen = new Set<string>()
    for (const [label, theme] of [
      ['Light', 'light'],
      ['High contrast', 'contrast'],
      ['Dark', 'dark'],
    ] as const) {
      await page.getByRole('button', { name: /^Appearance/ }).click()
      await page.getByRole('menuitem', { name: label }).click()
      await expect.poll(() => attribute(page, 'data-theme')).toBe(theme)
      seen.add(await background())
      await page.reload()
      await page.getByRole('grid').waitFor()
      expect(await attribute(page, 'data-theme')).toBe(theme)
    }
    expect(seen.size).toBe(3)
    await page.context().close()
  })

  it('KEYS: a group of the menu folds by its heading, stays so, and is open while one of its pages is in front', async () => {
    const page = await entered('/')
    const audit = page.getByRole('navigation').getByRole('link', { name: 'Audit' })
    const heading = page.getByRole('button', { name: 'Administration' })
    expect([await audit.count(), await heading.getAttribute('aria-expanded')]).toEqual([0, 'false'])
    await heading.press('Enter')
    await audit.waitFor()
    await page.reload()
    await audit.waitFor()
    await heading.click()
    await expect.poll(() => audit.count()).toBe(0)
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.getByRole('heading', { name: 'Audit' }).waitFor()
    await expect.poll(() => audit.count()).toBe(1)
    await page.context().close()
  })

  it('UI-MOBILE: no page is wider than a phone, lists become cards, and the menu is a drawer', async () => {
    const page = await entered('/users', { width: 390, height: 844 })
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('columnheader').count()).toBe(0)
    await page.getByText(OWNER.email).waitFor()
    await page.getByRole('button', { name: 'Open the menu' }).click()
    await page.getByRole('navigation').getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('heading', { name: 'Audit' }).waitFor()
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0)
    for (const path of PAGES) {
      await turnTo(page, path)
      expect(await faultsOf(page), path).toEqual([])
    }
    await page.context().close()
  })

  it('KEYS: pages, the primary action, rows and the search are reached without a mouse, and the sheet lists the shortcuts', async () => {
    const page = await entered('/settings')
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.getByRole('heading', { name: 'Users' }).waitFor()
    await page.getByText(OWNER.email).waitFor()

    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: OWNER.name }).waitFor()
    await page.goBack()
    await page.getByText(OWNER.email).waitFor()

    await page.keyboard.press('F2')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Grace Hopper')
    await expect.poll(() => dialog.getByLabel('Name').inputValue()).toBe('Grace Hopper')
    await page.keyboard.press('Escape')
    await page.getByText('Leave without saving?').waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find anything' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('New user').waitFor()
    await page.context().close()
  })

  it('KEYS: a dialog gives the focus back to what opened it, and Tab goes on in the page that one has come to', async () => {
    const page = await entered('/bays')
    const opener = page.getByRole('button', { name: /^Print the day/ })
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true)

    await turnTo(page, '/users')
    await page.getByText(OWNER.email).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: OWNER.name }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('page')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
    await page.context().close()
  })

  it('USR-MGMT: a user is created, a wrong field is named under itself, and a taken e-mail too', async () => {
    const page = await entered('/users')
    await page.keyboard.press('F2')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Tom Wrench')
    await dialog.getByLabel('E-mail').fill('no address')
    await dialog.getByLabel('First password').fill('short')
    await page.keyboard.press('Control+s')
    await dialog.getByText('This is no e-mail address.').waitFor()
    await dialog.getByText('At least 8 characters.').waitFor()
    await dialog.getByLabel('E-mail').fill(OWNER.email)
    await dialog.getByLabel('First password').fill('wrench and oil 9')
    await page.keyboard.press('Control+s')
    await dialog.getByText('Another user has this e-mail address.').waitFor()
    await dialog.getByLabel('E-mail').fill('tom@example.org')
    await page.keyboard.press('Control+s')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('row').filter({ hasText: 'tom@example.org' }).waitFor()
    await page.context().close()
  })

  it('UI-LOADING: a list shows that it loads, then its rows; an empty one, a missing page and a refused one say so', async () => {
    const page = await entered('/')
    let letThrough: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      letThrough = resolve
    })
    await page.routeWebSocket(/\/core$/, (socket) => {
      const core = socket.connectToServer()
      core.onMessage((message) => {
        if (String(message).includes(OWNER.email) && String(message).includes('lockedUntil')) void held.then(() => socket.send(message))
        else socket.send(message)
      })
    })
    await page.goto(`${shell.origin}/users`)
    await page.getByRole('grid').getByRole('status', { name: 'Loading' }).waitFor()
    letThrough?.()
    await page.getByRole('row').filter({ hasText: OWNER.email }).waitFor()
    expect(await page.getByRole('status', { name: 'Loading' }).count()).toBe(0)

    await page.goto(`${shell.origin}/users?role=warehouse`)
    await page.getByText('No users match').waitFor()
    await page.goto(`${shell.origin}/no/such/page`)
    await page.getByText('There is no such page').waitFor()

    await page.goto(`${shell.origin}/users`)
    await page.getByText(OWNER.email).waitFor()
    await page.keyboard.press('F2')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Vera View')
    await dialog.getByLabel('E-mail').fill('vera@example.org')
    await dialog.getByLabel('First password').fill('only looking 4')
    await page.keyboard.press('Control+s')
    await page.getByRole('row').filter({ hasText: 'vera@example.org' }).waitFor()
    await page.context().close()
    const hers = await open()
    await signIn(hers, { email: 'vera@example.org', password: 'only looking 4' })
    await hers.goto(`${shell.origin}/users`)
    await hers.getByText('Not open to you').waitFor()
    await hers.context().close()
  })

  it('AUTH-SESSION: a locked screen shows nothing of the page and keeps what was typed', async () => {
    const page = await entered('/settings')
    await page.getByLabel('Tax number').fill('DE 123 456')
    await page.keyboard.press('Control+Shift+L')
    await page.getByText('You locked this screen.').waitFor()
    expect(await page.getByLabel('Tax number').isVisible()).toBe(false)
    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(OWNER.password)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.getByLabel('Tax number').isVisible()).toBe(true)
    await expect.poll(() => page.getByLabel('Tax number').inputValue()).toBe('DE 123 456')
    await page.context().close()
  })

  it('KIOSK-MODE: a name is tapped and a PIN typed on keys of 20 mm; a wrong one is refused; done signs out', async () => {
    const page = await entered('/users')
    await page.getByText(OWNER.email).click()
    await page.getByRole('button', { name: 'Set PIN' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('2468')
    await page.keyboard.press('Enter')
    await page.getByText(`The PIN of ${OWNER.name} is set.`).waitFor()
    await page.context().close()

    const kiosk = await open({ width: 1280, height: 800 })
    await kiosk.goto(`${shell.origin}/kiosk`)
    await kiosk.getByRole('button', { name: OWNER.name }).click()
    for (const key of await kiosk.getByRole('button', { name: /^(\d|Enter)$/ }).all()) {
      const box = await key.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(76)
    }
    const type = async (pin: string) => {
      for (const figure of pin) await kiosk.getByRole('button', { name: figure, exact: true }).click()
      await kiosk.getByRole('button', { name: 'Enter', exact: true }).click()
    }
    await type('1111')
    await kiosk.getByText('That is not right.').waitFor()
    await type('2468')
    await kiosk.getByRole('button', { name: 'Done, sign out' }).click()
    await kiosk.getByText('Who are you?').waitFor()
    await kiosk.context().close()
  })

  it('SEC-INPUT: in all these windows the browser found no breach of the policy and no error', () => {
    expect(all.filter(({ text }) => !text.includes('WebSocket connection'))).toEqual([])
  })
})

describe('a shop full of data', async () => {
  const shell = await startShell({ env: { BAYLINE_DEMO: 'true' } })
  const browser = await openBrowser()
  afterAll(async () => {
    await browser.close()
    await shell.kill('SIGTERM')
  })

  it('UI-RTL, SEC-INPUT: in Arabic no page cuts words off or is too wide for the counter, and the browser finds no fault', async () => {
    const { page, complaints } = await openPage(browser, shell.address)
    await signIn(page, DEMO)
    await switchLanguage(page, 'ar')
    const found: Record<string, string[]> = {}
    for (const path of PAGES) {
      await turnTo(page, path)
      const faults = await faultsOf(page)
      if (faults.length > 0) found[path] = faults
    }
    expect(found).toEqual({})
    expect(complaints).toEqual([])
  })
})

describe('the line to the core', () => {
  it('SYNC-STATUS, A-JOURNAL: a lost line is shown, what was pressed meanwhile is done once when the core is back, and a page that could not be fetched comes', async () => {
    const port = String(20_000 + (process.pid % 10_000)) // below those that a system gives out by itself
    const before = await startShell({ env: { BAYLINE_PORT: port } })
    const browser = await openBrowser()
    const { page } = await openPage(browser, before.address)
    await setUpShop(page)
    await page.getByText('Saved on this device').waitFor()
    await page.goto(`${before.origin}/settings`)
    await page.getByLabel('Tax number').fill('DE 999')

    await before.kill('SIGKILL')
    await page.getByText('Reconnecting').waitFor()
    await page.keyboard.press('Control+s')
    const after = await startShell({ dataDir: before.dataDir, env: { BAYLINE_PORT: port } })
    await page.getByText('Saved on this device').waitFor()
    await page.getByText('Saved.', { exact: true }).waitFor()
    // Of the pages that are loaded ahead this one could not be.
    const neverFetched = '**/StockPage-*.js'
    await page.route(neverFetched, (route) => route.abort())
    await page.goto(`${after.origin}/audit`)
    await page.getByRole('row').filter({ hasText: 'Settings changed' }).first().waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'Settings changed' }).count()).toBe(1)

    // A page that was never fetched cannot come without the line: it is not called broken, and comes with the line.
    await after.kill('SIGKILL')
    await page.getByText('Reconnecting').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Stock' }).click()
    await page
      .getByRole('main')
      .getByRole('heading', { name: /^(Reconnecting|Core not running)$/ })
      .waitFor()
    await page.unroute(neverFetched)
    const again = await startShell({ dataDir: before.dataDir, env: { BAYLINE_PORT: port } })
    await page.getByRole('heading', { name: 'Stock', level: 1 }).waitFor()
    await browser.close()
    await again.kill('SIGTERM')
  })
})
