import { inflateSync } from 'node:zlib'

/**
 * The letters of a PDF page by page, in the order in which they are painted (so right-to-left words come out turned round).
 * Reads just what our printing library writes: plain objects, deflated streams, hexadecimal glyphs and their way back to letters.
 */
export function pagesOf(pdf: Buffer): string[] {
  const objects = new Map([...pdf.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]))
  const bodyOf = (id: string | undefined) => objects.get(id ?? '') ?? ''
  const streamOf = (id: string | undefined) => {
    const body = bodyOf(id)
    const raw = Buffer.from(body.slice(body.indexOf('stream\n') + 7, body.lastIndexOf('\nendstream')), 'latin1')
    return body.slice(0, body.indexOf('stream\n')).includes('FlateDecode') ? inflateSync(raw).toString('latin1') : raw.toString('latin1')
  }
  const lettersOf = (fontId: string) => lettersByGlyph(streamOf(/ToUnicode (\d+) 0 R/.exec(bodyOf(fontId))?.[1]))
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b(?!s)/.test(body))
  return pages.map((page) => {
    const resources = bodyOf(/\/Resources (\d+) 0 R/.exec(page)?.[1])
    const fonts = new Map([...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, lettersOf(id)]))
    let letters: Map<string, string> | undefined
    let text = ''
    for (const [, font, shown = ''] of streamOf(/\/Contents (\d+) 0 R/.exec(page)?.[1]).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (font) letters = fonts.get(font)
      else
        text += [...shown.matchAll(/<([0-9a-f]*)>/g)]
          .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
          .map((glyph) => letters?.get(glyph) ?? '')
          .join('')
    }
    return text
  })
}

/** A ToUnicode map: glyph as four hexadecimal digits, letters as UTF-16. */
function lettersByGlyph(map: string): Map<string, string> {
  const letters = new Map<string, string>()
  for (const [, from = '', , list = ''] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi)) {
    const found = [...list.matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex = '']) => hex.replaceAll(' ', ''))
    found.forEach((hex, i) =>
      letters.set(
        (Number.parseInt(from, 16) + i).toString(16).padStart(4, '0'),
        String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16))),
      ),
    )
  }
  return letters
}
