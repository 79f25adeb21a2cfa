import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXTENSIONS, MAX_FILE_BYTES, MEDIA_TYPES } from './model.ts'
import { checkSize, safeName, typeOf } from './rules.ts'

describe('the name of a file', () => {
  it.each([
    ['brakes.JPG', 'image/jpeg', 'brakes.jpg'],
    ['brakes.png', 'image/jpeg', 'brakes.png.jpg'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\Users\\ada\\report.pdf', 'application/pdf', 'report.pdf'],
    ['CON', 'text/plain', '_CON.txt'],
    ['nul.txt', 'text/plain', '_nul.txt'],
    ['...', 'image/png', 'file.png'],
    ['', 'image/png', 'file.png'],
    ['invoice\u202efdp.exe', 'application/pdf', 'invoicefdp.exe.pdf'],
    ['a\u0000b"c<d>.csv', 'text/csv', 'abcd.csv'],
    ['صورة السيارة.webp', 'image/webp', 'صورة السيارة.webp'],
  ] as const)('FILE-3: %j of type %s is shown as %j', (typed, type, shown) => {
    expect(safeName(typed, type)).toBe(shown)
  })

  it('FILE-3: whatever was typed, it is short, ends as its type does, and is no path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...MEDIA_TYPES), (typed, type) => {
        const name = safeName(typed, type)
        expect(name.length).toBeLessThanOrEqual(250)
        expect(name).not.toMatch(/[\\/<>:"|?*\p{Cc}\p{Cf}]|^[. ]/u)
        expect(EXTENSIONS[type]).toContain(name.split('.').at(-1))
        expect(safeName(name, type)).toBe(name)
      }),
    )
  })
})

describe('the type of a file', () => {
  it.each([
    ['image/png', null, 'x', 'image/png'],
    ['image/heif', null, 'x', 'image/heic'],
    [undefined, 'a;b\n1;2', 'list.csv', 'text/csv'],
    [undefined, 'a note', 'note.txt', 'text/plain'],
    ['image/bmp', 'BMW;320i\n', 'cars.csv', 'text/csv'],
  ] as const)('FILE-1: found %s, text %j, named %s: %s', (found, text, name, type) => {
    expect(typeOf(found, text, name)).toEqual({ ok: true, value: type })
  })

  it.each([
    ['application/zip', null],
    ['application/x-msdownload', null],
    [undefined, null],
    ['application/xml', '<?xml version="1.0"?><svg/>'],
    [undefined, '<svg onload="alert(1)">'],
    [undefined, '\ufeff\n <!DOCTYPE html><p>'],
    [undefined, 'hello <script>alert(1)</script>'],
    [undefined, 'GIF89 <SVG xmlns="">'],
  ] as const)('FILE-1: found %s, text %j is refused under any name', (found, text) => {
    for (const name of ['photo.png', 'list.csv', 'x.svg', 'x'])
      expect(typeOf(found, text, name)).toMatchObject({ ok: false, error: { code: 'files.typeNotAllowed' } })
  })

  it('FILE-UPLOAD: nothing and more than 10 MB are refused, 10 MB is not', () => {
    expect(checkSize(0)).toMatchObject({ error: { code: 'files.empty' } })
    expect(checkSize(MAX_FILE_BYTES).ok).toBe(true)
    expect(checkSize(MAX_FILE_BYTES + 1)).toMatchObject({ error: { code: 'files.tooLarge', maxBytes: MAX_FILE_BYTES } })
  })
})
