import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { CodeField } from '../../../ui/fields.tsx'

/** The bins in which parts lie in a place, by part. */
export function useBins(placeId: string | null, itemIds: readonly string[]): (itemId: string) => string {
  const { data = [] } = useQuery('inventory.binsOf', { placeId: placeId ?? '', itemIds: [...itemIds].sort() }, { enabled: placeId !== null, keepLast: true })
  const known = new Map<string, string>(data.map(({ itemId, bin }) => [itemId, bin]))
  return (itemId) => known.get(itemId) ?? ''
}

/** Where a part that comes in is put away: where it always lay, unless another bin is typed. */
export function BinField({ name, known, value, onChange }: { name: string; known: string; value: string; onChange: (bin: string) => void }) {
  const t = useT()
  return <CodeField aria-label={t('stock.binOf', { name })} placeholder={known || t('stock.bin')} maxLength={40} value={value} onChange={onChange} />
}

/** As the contract takes it: nothing typed changes nothing. */
export const saidBin = (bin: string | undefined): { bin?: string } => (bin ? { bin } : {})
