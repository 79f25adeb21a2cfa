import { OWNER, openBrowser, openPage, signIn } from '#tests/support/browser.ts'
import { CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import { chance } from '#tools/seed/random.ts'
import { openBare } from './support/bare.ts'
import { crowd } from './support/board.ts'
import { frames, haul, middle, SMOOTH, wheel } from './support/frames.ts'
import { connect, startHeadless } from './support/headless.ts'
import { measure, median, type Outcome, report } from './support/measure.ts'
import { FILE, mustBeOk } from './support/shop.ts'

/*
 * What a person at the counter waits for, in a real Chromium on the built headless shell over the big shop: from starting the
 * program to the form one signs in with, from a key to the painted result of the search box. And the memory of the shell's process
 * (both of its threads) after a morning's calls.
 */
const c = chance(36)
const bare = openBare(FILE)
const names = bare.prepare('SELECT name FROM customer WHERE no % 997 = 5').pluck().all() as string[] // names are text
const plates = bare.prepare('SELECT plate FROM vehicle WHERE no % 997 = 5').pluck().all() as string[] // likewise
const people = bare.prepare('SELECT id FROM customer WHERE no % 97 = 5').pluck().all() as string[] // ids are text
const orders = bare.prepare('SELECT id FROM work_order WHERE no % 97 = 5').pluck().all() as string[] // likewise
bare.close()
crowd()
/** From the sight of a page to the press that leaves it, a hand takes that long at least. */
const AIM_MS = 700
/** Of it the pointer is over the link before the click, which is the end of a press. A key has nothing of that. */
const PRESS_MS = 100
/** By then a window has loaded the code of its pages (see loadPagesAhead). */
const LOADED_MS = 9_000
const browser = await openBrowser()
const outcomes: Outcome[] = []

outcomes.push(
  await measure({
    id: 'screen.start',
    title: 'start of the headless shell to the sign-in form',
    by: 'ms',
    rounds: 5,
    bounds: { most: { ms: 1500 } },
    subject: async () => {
      const began = performance.now()
      const shell = await startHeadless()
      const { page } = await openPage(browser, shell.address)
      await page.getByLabel('E-mail').waitFor()
      const ms = performance.now() - began
      await page.context().close()
      await shell.stop()
      return { ms }
    },
  }),
)

const shell = await startHeadless()
const { page } = await openPage(browser, shell.address)
await signIn(page, OWNER)
await page.evaluate(() => {
  // From the key's own time stamp to the first task after the frame that shows the changed list.
  const waits: number[] = []
  let pressed: number | null = null
  addEventListener(
    'keydown',
    (event) => {
      if (event.key.length === 1) pressed = event.timeStamp
    },
    true,
  )
  const painted = new MessageChannel()
  painted.port1.onmessage = () => {
    if (pressed !== null) waits.push(performance.now() - pressed)
    pressed = null
  }
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target instanceof Element && target.closest('[role=listbox]') !== null))
      requestAnimationFrame(() => painted.port2.postMessage(null))
  }).observe(document.body, { childList: true, subtree: true })
  Object.assign(globalThis, { waits })
})
/** From the next event of that name, to the first task after the frame that shows a tile: kept as `painted` of the window. */
const watchBoard = (event: 'click' | 'keydown'): void => {
  const painted = new Promise<number>((resolve) => {
    let began = 0
    addEventListener(
      event,
      ({ timeStamp }) => {
        began = timeStamp
      },
      true,
    )
    const next = new MessageChannel()
    next.port1.onmessage = () => resolve(performance.now() - began)
    const look = new MutationObserver(() => {
      if (document.querySelector('[data-card]') === null) return
      look.disconnect()
      requestAnimationFrame(() => next.port2.postMessage(null))
    })
    look.observe(document.body, { childList: true, subtree: true })
  })
  Object.assign(globalThis, { painted })
}
/** In a window that has never shown it, and stood open so long. */
const openBoard = async (event: 'click' | 'keydown', standsMs: number, aim: () => Promise<void>, press: () => Promise<void>): Promise<{ ms: number }> => {
  await page.goto(new URL('/', shell.address).href)
  await page.getByRole('heading', { name: 'Today' }).waitFor()
  await page.waitForTimeout(standsMs - PRESS_MS)
  await aim()
  await page.waitForTimeout(PRESS_MS)
  await page.evaluate(watchBoard, event)
  await press()
  return { ms: await page.evaluate(() => (globalThis as unknown as { painted: Promise<number> }).painted) } // put there above
}
const board = page.getByRole('link', { name: 'Job board' })
const typeInto = async (texts: readonly string[]): Promise<number[]> => {
  for (const text of texts) {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    for (const key of Array.from(text).slice(0, 6)) {
      await page.keyboard.type(key)
      await page.waitForTimeout(120)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('combobox').waitFor({ state: 'detached' })
  }
  return await page.evaluate(() => (globalThis as unknown as { waits: number[] }).waits.splice(0)) // put there above
}
await typeInto(names.slice(0, 3))
outcomes.push(
  await measure({
    id: 'screen.search',
    title: 'search box, from key to painted result',
    rounds: 3,
    bounds: { most: { p50: 50 } },
    subject: async () => {
      const waits = (await typeInto(Array.from({ length: 8 }, (_, i) => c.pick(i % 2 === 0 ? names : plates)))).sort((a, b) => a - b)
      if (waits.length < 20) throw new Error(`only ${waits.length} keys changed the result`)
      return { p50: median(waits), p99: waits.at(-1) ?? Number.NaN, keys: waits.length }
    },
  }),
)

outcomes.push(
  await measure({
    id: 'screen.board',
    title: 'job board with 500 open jobs, from the click to its painted tiles',
    by: 'ms',
    rounds: 5,
    bounds: { most: { ms: 100 } },
    subject: () =>
      openBoard(
        'click',
        AIM_MS,
        () => board.hover(),
        () => board.click(),
      ),
  }),
  await measure({
    id: 'screen.board.key',
    title: 'the same by keyboard, from the second key, in a window that stood open for a while',
    by: 'ms',
    rounds: 5,
    bounds: { most: { ms: 100 } },
    subject: () =>
      openBoard(
        'keydown',
        LOADED_MS,
        () => page.keyboard.press('g'),
        () => page.keyboard.press('1'),
      ),
  }),
)

const longest = await page.evaluate(() => {
  const height = (column: Element) => column.querySelector('ul')?.clientHeight ?? 0
  return [...document.querySelectorAll('[data-column]')].sort((a, b) => height(b) - height(a))[0]?.getAttribute('data-column')
})
const job = `[data-column="${longest}"] [data-card]`
outcomes.push(
  await measure({
    id: 'screen.board.scroll',
    title: 'its longest column under the wheel, between frames',
    by: 'p95',
    rounds: 3,
    bounds: { most: SMOOTH },
    subject: async () => {
      const place = await middle(page, job)
      return frames(page, () => wheel(page, place))
    },
  }),
  await measure({
    id: 'screen.board.drag',
    title: 'a job dragged over its columns, between frames',
    by: 'p95',
    rounds: 3,
    bounds: { most: SMOOTH },
    subject: async () => {
      const from = await middle(page, job)
      return frames(page, () => haul(page, [from, { x: from.x + 600, y: from.y + 100 }, { x: from.x - 250, y: from.y + 250 }, from]))
    },
  }),
)

await page.goto(new URL('/', shell.address).href)
let calls = 0
outcomes.push(
  await measure({
    id: 'screen.memory',
    title: 'memory of the shell after 20,000 calls',
    by: 'mb',
    rounds: 1,
    bounds: { most: { mb: 300 } },
    subject: async () => {
      const socket = await connect(shell.address)
      const ask = async (name: string, input: unknown, token?: string) => {
        const answer = await socket.send(JSON.stringify({ v: CONTRACT_VERSION, id: `bench-memory-${calls++}`, name, input, token }))
        mustBeOk(answer)
        return (JSON.parse(answer) as { value: unknown }).value
      }
      const { token } = (await ask('auth.signIn', { email: OWNER.email, password: OWNER.password })) as { token: string } // the operation's own answer
      for (let i = 0; i < 4000; i++) {
        await ask('search.find', { text: c.pick(i % 2 === 0 ? names : plates).slice(0, 1 + (i % 6)) }, token)
        await ask('workOrders.get', { workOrderId: c.pick(orders) }, token)
        await ask('customers.list', { limit: 50, sort: i % 2 === 0 ? 'name' : 'newest' }, token)
        await ask('workOrders.list', { limit: 50, customerId: c.pick(people) }, token)
        await ask('customers.update', { customerId: c.pick(people), note: `called ${i}` }, token)
      }
      socket.close()
      return { mb: shell.residentMb() }
    },
  }),
)
outcomes.push(
  await measure({
    id: 'screen.paper',
    title: 'the first paper after a start, from the click to the sheet',
    by: 'ms',
    rounds: 1,
    bounds: { most: { ms: 500 } },
    subject: async () => {
      await page.goto(new URL(`/work-orders/${c.pick(orders)}`, shell.address).href)
      await page.getByRole('button', { name: 'Print', exact: true }).click()
      await page.waitForTimeout(AIM_MS)
      await page.getByRole('dialog').getByRole('button', { name: 'Show PDF' }).hover()
      await page.waitForTimeout(PRESS_MS)
      const shown = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            addEventListener(
              'click',
              ({ timeStamp }) => {
                const look = new MutationObserver(() => {
                  if (document.querySelector('iframe') === null) return
                  look.disconnect()
                  requestAnimationFrame(() => resolve(performance.now() - timeStamp))
                })
                look.observe(document.body, { childList: true, subtree: true })
              },
              true,
            )
          }),
      )
      await page.getByRole('dialog').getByRole('button', { name: 'Show PDF' }).click()
      return { ms: await shown, mb: shell.residentMb() }
    },
  }),
)
report(outcomes)
await browser.close()
await shell.stop()
process.exit(0)
