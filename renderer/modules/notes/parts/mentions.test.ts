import { expect, it } from 'vitest'
import { askedName, namedIn, pieces, suggested, withName } from './mentions.ts'

const PEOPLE = ['Tom', 'Tom Alvarez', 'ليلى منصور', 'C. (Chris)'].map((name, i) => ({ id: String(i), name }))

it('COM-CHAT: a colleague is found by any word of the name behind the last @', () => {
  expect([askedName('Ask @al'), askedName('Ask @'), askedName('mail me@home'), askedName('@tom alv'), askedName('no')]).toEqual([
    'al',
    '',
    null,
    'tom alv',
    null,
  ])
  expect(suggested(PEOPLE, 'al').map(({ name }) => name)).toEqual(['Tom Alvarez'])
  expect(suggested(PEOPLE, 'من').map(({ name }) => name)).toEqual(['ليلى منصور'])
})

it('COM-CHAT: the chosen name stands in place of what was typed, wherever the caret is', () => {
  expect(withName('Ask @al now', 7, 'Tom Alvarez')).toEqual({ text: 'Ask @Tom Alvarez  now', caret: 17 })
})

it('COM-CHAT: names are told apart in the text, the longer one first, whatever characters they hold', () => {
  const text = 'Hi @Tom Alvarez, @C. (Chris) and me@x'
  expect(namedIn(text, PEOPLE).map(({ name }) => name)).toEqual(['Tom', 'Tom Alvarez', 'C. (Chris)'])
  expect(
    pieces(text, ['Tom', 'Tom Alvarez', 'C. (Chris)'])
      .filter(({ isName }) => isName)
      .map((piece) => piece.text),
  ).toEqual(['@Tom Alvarez', '@C. (Chris)'])
  expect(pieces(text, [])).toEqual([{ text, isName: false }])
})
