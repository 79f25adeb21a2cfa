import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const block = (selector: string): Record<string, string> => {
  const body = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? ''
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
}
const base = block(':root')
const themes = ['dark', 'light', 'contrast'].map((name) => [name, { ...base, ...block(`:root[data-theme="${name}"]`) }] as const)

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (a: string, b: string): number => {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

const SURFACES = ['canvas', 'surface', 'sunken', 'raised', 'hover', 'selected']
const STATES = ['neutral', 'info', 'active', 'good', 'warn', 'bad']

describe.each(themes)('the look %s', (name, tokens) => {
  const least = name === 'contrast' ? 7 : 4.5
  const ratio = (text: string, on: string) => ({ pair: `${text} on ${on}`, ratio: contrast(tokens[text] ?? '', tokens[on] ?? '') })
  const weak = (pairs: { pair: string; ratio: number }[], bound: number) => pairs.filter((pair) => !(pair.ratio >= bound))

  it('UI-THEME: every text is readable on every surface it may stand on', () => {
    expect(
      weak(
        SURFACES.flatMap((on) => ['text', 'dim', 'faint', 'link'].map((text) => ratio(text, on))),
        least,
      ),
    ).toEqual([])
    expect(
      weak(
        [
          ratio('accent-ink', 'accent'),
          ratio('accent-ink', 'accent-press'),
          ratio('rail-text', 'rail'),
          ratio('rail-strong', 'rail-raised'),
          ratio('rail-text', 'rail-raised'),
        ],
        least,
      ),
    ).toEqual([])
  })

  it('UI-THEME: every state is readable in its box and on plain surfaces', () => {
    expect(
      weak(
        STATES.map((state) => ratio(state, `${state}-bg`)),
        least,
      ),
    ).toEqual([])
    expect(
      weak(
        STATES.flatMap((state) => SURFACES.map((on) => ratio(state, on))),
        least,
      ),
    ).toEqual([])
  })

  it('UI-THEME: edges of controls and the mark of the focus stand out', () => {
    expect(
      weak(
        ['surface', 'sunken', 'raised', 'canvas'].flatMap((on) => [ratio('edge', on), ratio('focus', on)]),
        3,
      ),
    ).toEqual([])
  })

  it('KIOSK-MODE: text at the kiosk has 7:1', () => {
    const kiosk: Record<string, string> = { ...tokens, ...block(`:root[data-kiosk][data-theme="${name}"]`) }
    const there = (text: string, on: string) => ({ pair: `${text} on ${on}`, ratio: contrast(kiosk[text] ?? '', kiosk[on] ?? '') })
    expect(
      weak(
        ['canvas', 'surface', 'sunken', 'raised'].flatMap((on) => [there('text', on), there('dim', on)]),
        7,
      ),
    ).toEqual([])
    // The way to the counter, and what is late on the card of the job under way.
    expect(weak([there('link', 'canvas'), there('bad', 'active-bg')], 7)).toEqual([])
    expect(weak([there('accent-ink', 'accent'), ...STATES.map((state) => there(state, `${state}-bg`))], 7)).toEqual([])
  })
})
