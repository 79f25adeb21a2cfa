import { CATEGORY_STEP, type CategoryCount } from '../model.ts'

/** The widest category that one lies in: `Brakes` of `Brakes > Pads`. */
export const topOf = (category: string): string => category.split(CATEGORY_STEP, 1)[0] ?? ''
/** What it lies in; empty for a widest one. */
const aboveOf = (category: string): string => category.slice(0, Math.max(0, category.lastIndexOf(CATEGORY_STEP)))
/** Its own name, without what it lies in. */
export const nameOf = (category: string): string => category.split(CATEGORY_STEP).at(-1) ?? ''
export const depthOf = (category: string): number => category.split(CATEGORY_STEP).length - 1
export const isWithin = (category: string, above: string): boolean => category === above || category.startsWith(above + CATEGORY_STEP)

/** Where a category goes when `from` becomes `to`; an empty `to` gives its content to what it lay in, or to none. */
export function moved(category: string, from: string, to: string): string {
  if (!isWithin(category, from)) return category
  const below = category.slice(from.length + CATEGORY_STEP.length)
  return [to, below].filter((part) => part !== '').join(CATEGORY_STEP)
}

/** Every category with those that it lies in, in tree order; items of it alone. */
export function treeOf(counts: readonly CategoryCount[]): CategoryCount[] {
  const items = new Map(counts.map(({ category, items }) => [category, items]))
  for (const { category } of counts) for (let above = aboveOf(category); above !== ''; above = aboveOf(above)) if (!items.has(above)) items.set(above, 0)
  const key = (category: string) => category.split(CATEGORY_STEP).join('\u0000')
  return [...items].map(([category, count]) => ({ category, items: count })).sort((a, b) => (key(a.category) < key(b.category) ? -1 : 1))
}
