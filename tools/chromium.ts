import { existsSync } from 'node:fs'

/** Where a Chromium or Chrome usually stands. */
const KNOWN = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The machine's own browser, if it has one that can open an app window. */
export const systemChromium = (): string | undefined => KNOWN.find((path) => existsSync(path))

/** A Chromium for tests: the machine's, else the one that Playwright installed. */
export const findChromium = async (): Promise<string> => systemChromium() ?? (await import('playwright-core')).chromium.executablePath()
