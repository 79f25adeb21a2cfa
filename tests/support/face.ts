import type { Page } from 'playwright'

/*
 * What a machine can see of a screen's face: words that are cut off, tables and pages that are wider than their place, buttons and fields
 * that say nothing. Whether a screen is any good only eyes can tell (tools/shots.ts).
 */

/** Goes to a page as a link does, without loading the program again, and waits until it shows what it has. */
export async function turnTo(page: Page, path: string): Promise<void> {
  const { origin, pathname } = new URL(page.url())
  const [asked = ''] = path.split('?')
  const folderOf = (of: string) => of.slice(0, of.lastIndexOf('/'))
  // The same page with other filters, or of another record, stays mounted: nothing would tell that it has turned.
  if (pathname === asked || (folderOf(asked) !== '' && folderOf(pathname) === folderOf(asked))) await page.goto(origin + path)
  else
    await page.evaluate((to) => {
      document.querySelector('#page')?.firstElementChild?.setAttribute('data-left', '')
      history.pushState(null, '', to)
    }, path)
  await page
    .waitForFunction(
      // While it loads, a list says that it is busy, and empty bars stand for its lines.
      () => document.querySelector('#page h1') && !document.querySelector('[data-left], #page [aria-busy="true"], #page output > span:empty'),
      undefined,
      { timeout: 30_000 },
    )
    .catch((cause) => {
      throw new Error(`${path} did not come to show what it has`, { cause })
    })
}

/** The faults of what is on the screen, each with its words. */
export const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults = new Set<string>()
    const isShown = (element: Element) => element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) faults.add(`wider than the window by ${scrollWidth - clientWidth}`)
    for (const grid of document.querySelectorAll('[role="grid"]'))
      if (grid.scrollWidth > grid.clientWidth)
        faults.add(`the table "${grid.getAttribute('aria-label') ?? ''}" is wider by ${grid.scrollWidth - grid.clientWidth}`)
    for (const element of document.querySelectorAll<HTMLElement>('button, [role="tab"], input, textarea')) {
      const name =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
          ? element.type === 'hidden' || element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') || element.labels?.length
          : element.getAttribute('aria-label') || element.textContent || element.title
      if (!name && isShown(element)) faults.add(`no name: ${element.outerHTML.slice(0, 90)}`)
    }

    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (words.nextNode()) {
      const element = words.currentNode.parentElement
      const text = words.currentNode.nodeValue?.trim() ?? ''
      if (text === '' || !element || !isShown(element) || element.closest('.visually-hidden, [aria-hidden="true"]')) continue
      if (/\bundefined\b|\bNaN\b|\[object |Invalid Date/.test(text)) faults.add(`no words: ${text}`)
      range.selectNodeContents(words.currentNode)
      const lines = [...range.getClientRects()].filter(({ width }) => width > 1)
      if (element.closest('.mantine-Button-label') && new Set(lines.map(({ top }) => Math.round(top / 4))).size > 1) faults.add(`broken button: ${text}`)
      // The nearest ancestor that hides what does not fit: what scrolls can be scrolled to.
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
        const { overflowX, textOverflow, display, direction, unicodeBidi } = getComputedStyle(box)
        if (overflowX === 'visible') continue
        const { left, right, width } = box.getBoundingClientRect()
        const isCut = width > 1 && lines.some((line) => line.left < left - 1.5 || line.right > right + 1.5)
        if (overflowX === 'auto' || overflowX === 'scroll') break
        if (!isCut) continue
        if (textOverflow !== 'ellipsis' || display.endsWith('flex') || display.endsWith('grid')) faults.add(`cut off: ${text}`)
        else if (direction === 'rtl' && unicodeBidi !== 'plaintext' && !/[\u0600-\u06ff]/.test(box.textContent ?? '') && /[a-z]/i.test(text))
          faults.add(`without its beginning: ${text}`)
        break
      }
    }
    return [...faults]
  })
