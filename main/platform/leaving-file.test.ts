import { basename } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFile } from './leaving-file.ts'

const PDF = Buffer.from('%PDF-1.7\n...').toString('base64')

it('SEC-INPUT: only documents, tables, texts and pictures, by name and content', () => {
  expect(parseFile('Invoice B7K2-000123.pdf', PDF)).toMatchObject({ name: 'Invoice B7K2-000123.pdf', ending: 'pdf' })
  expect(parseFile('قائمة.csv', '').ending).toBe('csv')
  expect(parseFile('photo.jpg', '/9j/4AAQ').ending).toBe('jpg')
  expect(parseFile('x.constructor.log', '').ending).toBe('log')
  for (const [name, base64] of [
    ['a.pdf', 'aGVsbG8='],
    ['a.exe', PDF],
    ['a.constructor', PDF],
    ['a.jpg', PDF],
    ['a', PDF],
    ['.pdf', PDF],
    ['a.PDF.lnk', PDF],
    ['a.xlsx', PDF],
    [1, PDF],
    ['a.pdf', null],
    ['a.pdf', 'A'.repeat(64 * 1024 * 1024 + 1)],
  ])
    expect(() => parseFile(name, base64), String(name)).toThrow()
})

it('SEC-INPUT: whatever its name, a file keeps no path and no character of one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { name } = parseFile(`x${text}.pdf`, PDF)
      expect(basename(name)).toBe(name)
      expect(name).not.toMatch(/[/\\:*?"<>|\p{C}]|^\./u)
    }),
  )
  expect(parseFile('../../etc/x.pdf', PDF).name).toBe('_.._etc_x.pdf')
})
