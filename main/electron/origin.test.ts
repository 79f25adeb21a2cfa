import { expect, it } from 'vitest'
import { isOurPage, isOurs } from './origin.ts'

const OURS = ['app://bayline/', 'app://bayline/customers/1?x=2#y', 'app://bayline']
const FOREIGN = [
  'https://bayline/',
  'app://evil/',
  'app://bayline.evil/',
  'app://evil@bayline/',
  'app://bayline:1/',
  'app:bayline',
  'file:///app://bayline/',
  'about:blank',
  'about:srcdoc',
  'blob:app://bayline/1',
  'data:text/html,app://bayline/',
  'javascript:app://bayline/',
  'apps://bayline/',
  '',
  'bayline',
  'chrome://gpu',
  'devtools://bayline/',
]

it.each(OURS)('SEC-INPUT: %s is ours', (url) => {
  expect(isOurs(url)).toBe(true)
})
it.each(FOREIGN)('SEC-INPUT: "%s" is foreign', (url) => {
  expect(isOurs(url)).toBe(false)
})

it('SEC-INPUT: a message is heard only from the top frame of our page', () => {
  const top = { url: 'app://bayline/', parent: null }
  const detached = Object.defineProperty({ url: '', parent: null }, 'url', {
    get: () => {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    },
  })
  expect(isOurPage(top)).toBe(true)
  expect(isOurPage(null)).toBe(false)
  expect(isOurPage(detached)).toBe(false)
  expect(isOurPage({ url: 'app://bayline/', parent: top })).toBe(false)
  for (const url of FOREIGN) expect(isOurPage({ url, parent: null })).toBe(false)
})
