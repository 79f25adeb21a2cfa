export { categories, categoryTree, moveCategory } from './service/categories.ts'
export {
  addBarcode,
  barcodes,
  create,
  findItem,
  get,
  importRow,
  itemsWithCode,
  list,
  remove,
  removeBarcode,
  restore,
  setCost,
  update,
} from './service/items.ts'
export { groupOf, priceGroups, priceNow, quote, removePrice, setPrice } from './service/prices.ts'
export { addVariant, byCode, card, checkVariant, coresWith, goesWith, goesWithEach, isCore, relate, unrelate, variants } from './service/relations.ts'
