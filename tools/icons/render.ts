import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findChromium } from '#tools/chromium.ts'

/** Draws icon.png, which electron-builder turns into every system's own kind, from icon.svg: `node tools/icons/render.ts`. */
const browser = await chromium.launch({ executablePath: await findChromium(), chromiumSandbox: process.getuid?.() !== 0 })
const page = await browser.newPage({ viewport: { width: 512, height: 512 } })
await page.setContent(`<style>body{margin:0}svg{display:block}</style>${readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8')}`)
await page.screenshot({ path: join(import.meta.dirname, 'icon.png'), omitBackground: true })
await browser.close()
