import type { In, Out, ReadCtx, WriteCtx } from '#main/platform/context.ts'
import { ok } from '#shared/kernel/result.ts'
import { type catalogContract, catalogFails } from '#shared/modules/catalog/contract.ts'
import { itemFields } from '#shared/modules/catalog/model.ts'
import { isWithin, moved, treeOf } from '#shared/modules/catalog/rules/categories.ts'
import * as store from '../store.ts'
import { catalogItem } from '../tables.ts'

type C = typeof catalogContract

export function categories(ctx: ReadCtx, _input: In<C, 'categories'>): Out<C, 'categories'> {
  return ok(store.categories(ctx.db))
}

export function categoryTree(ctx: ReadCtx, _input: In<C, 'categoryTree'>): Out<C, 'categoryTree'> {
  return ok(treeOf(store.categoryCounts(ctx.db)))
}

export function moveCategory(ctx: WriteCtx, { from, to }: In<C, 'moveCategory'>): Out<C, 'moveCategory'> {
  const within = store.categories(ctx.db).filter((category) => isWithin(category, from))
  if (within.length === 0) return catalogFails.unknownCategory({ category: from })
  if (to !== from && isWithin(to, from)) return catalogFails.categoryInItself({ category: from })
  const long = within.find((category) => !itemFields.shape.category.safeParse(moved(category, from, to)).success)
  if (long !== undefined) return catalogFails.categoryTooLong({ category: long })
  let items = 0
  for (const category of within)
    for (const { id } of store.itemsIn(ctx.db, category)) {
      ctx.db.update(catalogItem, id, { category: moved(category, from, to) })
      items++
    }
  return ok({ items })
}
