import { foldText, plainCode } from '#shared/kernel/text.ts'
import { chance } from '#tools/seed/random.ts'
import { bareQuery, openBare } from './support/bare.ts'
import { latencies, measure, type Outcome, report } from './support/measure.ts'
import { FILE, openBigShop } from './support/shop.ts'

/*
 * The one search box, by number of typed characters: names from their beginning, phone digits from anywhere, plates with any
 * separators, parts of VINs, and text that nothing holds. Beside it the anchor's one box on the same tables: newest of the names by
 * prefix index, phones and plates by trigrams, plates by range; prepared statements, no ranking, no merging, no JSON.
 */
const COUNT = 300
const shop = await openBigShop()
const bare = openBare(FILE)
const c = chance(34)

const rows = <Row>(sql: string) => bare.prepare(sql).all() as Row[] // the columns named in each
const people = rows<{ name: string; digits: string }>("SELECT name, phone_digits AS digits FROM customer WHERE no % 37 = 3 AND phone_digits <> ''")
const cars = rows<{ plate: string; vin: string }>('SELECT plate, vin FROM vehicle WHERE no % 37 = 3')
const begin = (text: string, length: number) => Array.from(text).slice(0, length).join('').trim() || 'a'
const middle = (text: string, length: number) => {
  const from = c.int(0, Math.max(1, text.length - length))
  return text.slice(from, from + length)
}
const typed = {
  name: (k: number) => {
    const { name } = c.pick(people)
    return begin(c.next() < 0.5 ? (name.split(' ')[1] ?? name) : name, k)
  },
  phone: (k: number) => middle(c.pick(people).digits, k),
  plate: (k: number) => {
    const { plate } = c.pick(cars)
    return c.next() < 0.5 ? begin(plate, k + 1) : begin(plainCode(plate), k)
  },
  vin: (k: number) => middle(c.pick(cars).vin, k),
  nothing: (k: number) => 'zqxwjv'.slice(0, k),
}
type Kind = keyof typeof typed

const byWord = bareQuery(
  bare,
  'SELECT c.id, c.name, c.phone, c.city FROM (SELECT rowid AS at FROM search_customer_word WHERE search_customer_word MATCH ? ORDER BY rowid LIMIT 20) f CROSS JOIN customer c ON c.no = (1 << 40) - f.at',
)
const byPhone = bareQuery(
  bare,
  'SELECT c.id, c.name, c.phone, c.city FROM (SELECT rowid AS at FROM search_customer_code WHERE search_customer_code MATCH ? ORDER BY rowid LIMIT 20) f CROSS JOIN customer c ON c.no = (1 << 40) - f.at',
)
const byCode = bareQuery(
  bare,
  'SELECT v.id, v.plate, v.make, v.model FROM (SELECT rowid AS at FROM search_vehicle_code WHERE search_vehicle_code MATCH ? ORDER BY rowid LIMIT 20) f CROSS JOIN vehicle v ON v.no = (1 << 40) - f.at',
)
const byPlate = bareQuery(
  bare,
  "SELECT v.id, v.plate, v.make, v.model FROM vehicle v WHERE v.deleted = 0 AND v.plate_plain >= ? AND v.plate_plain < ? || '~' ORDER BY v.plate_plain LIMIT 20",
)
const box = (text: string): number => {
  const words = foldText(text)
    .split(' ')
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  const [digits, code] = [text.replace(/\D/g, ''), plainCode(text)]
  const named = words.length > 0 ? byWord.all(words.map((word) => `"${word}" *`).join(' AND ')).length : 0
  const phones = digits.length >= 3 ? byPhone.all(`"${digits}"`).length : 0
  const plates = (code ? byPlate.all(code, code).length : 0) + (code.length >= 3 ? byCode.all(`"${code}"`).length : 0)
  return named + phones + plates
}

const outcomes: Outcome[] = []
const bounds = { most: { p50: 1, p99: 5 } }
async function one(id: string, title: string, questions: readonly string[]) {
  const texts = questions.map((text) => shop.text('search.find', { text }))
  outcomes.push(
    await measure({
      id: `search.${id}`,
      title,
      bounds,
      subject: () => latencies(COUNT, (i) => shop.send(texts[i] ?? '')),
      bare: {
        name: 'bare one box',
        run: () =>
          latencies(COUNT, (i) => {
            box(questions[i] ?? '')
          }),
      },
    }),
  )
}
const many = (length: number, ...kinds: Kind[]) => Array.from({ length: COUNT }, (_, i) => typed[kinds[i % kinds.length] ?? 'name'](length))

for (const kind of ['name', 'phone', 'plate'] as const) {
  for (const text of many(5, kind).slice(0, 50)) {
    const found = await shop.get('search.find', { text })
    if (found.length === 0) throw new Error(`search finds nothing for ${kind} ${JSON.stringify(text)} although its row exists`)
  }
}
for (let k = 1; k <= 6; k++) await one(`mixed ${k}`, `${k} typed, names, phones, plates and VINs mixed`, many(k, 'name', 'phone', 'plate', 'vin'))
for (const kind of ['name', 'phone', 'plate', 'vin', 'nothing'] as const) await one(`${kind} 4`, `4 typed, ${kind}`, many(4, kind))
await one(
  'full name',
  'a whole name',
  Array.from({ length: COUNT }, () => c.pick(people).name),
)
await one(
  'full phone',
  'a whole phone number',
  Array.from({ length: COUNT }, () => `0${c.pick(people).digits.slice(2)}`),
)
report(outcomes)
bare.close()
await shop.core.shutdown()
