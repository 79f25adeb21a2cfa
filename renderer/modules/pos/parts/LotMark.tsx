import { useState } from 'react'
import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { Day } from '../../../ui/display.tsx'
import { useLotState } from '../../inventory/parts/badges.tsx'
import { LotsForm } from './LotsForm.tsx'
import { type BasketLine, changeLine, serialsMissing, useBasket } from './basket.ts'
import classes from './Sale.module.css'

interface LotMarkProps {
  line: BasketLine
  at: number
  onClose(): void
}

/** Which lot or serial numbers a line takes: those named, else what expires first. A press names others. */
export function LotMark({ line, at, onClose }: LotMarkProps) {
  const t = useT()
  const { location } = useShop()
  const { saleId } = useBasket()
  const stateOf = useLotState()
  const [opened, setOpened] = useState(false)
  const shelf = useQuery(
    'inventory.picks',
    { documentId: saleId, locationId: location?.id ?? '', itemId: line.itemId ?? '', qtyMilli: line.qtyMilli },
    { enabled: location !== null && line.itemId !== null },
  ).data
  const missing = serialsMissing(line)
  const isSerial = line.tracking === 'serial'
  const proposed = isSerial ? [] : (shelf ?? []).filter(({ takesMilli }) => takesMilli > 0)
  const shown = line.lots.length > 0 ? line.lots.map(({ code }) => code) : proposed.map(({ code }) => code)
  const [first] = (shelf ?? []).filter(({ code }) => code === shown[0])
  const state = first ? stateOf(first) : 'usable'
  const isAsked = isSerial && missing > 0
  return (
    <>
      <button
        type="button"
        className={classes.lot}
        data-tone={isAsked || state !== 'usable' ? 'waiting' : undefined}
        data-missing={isAsked || undefined}
        onClick={() => setOpened(true)}
      >
        {isAsked ? (
          t('pos.serialMissing', { count: missing })
        ) : (
          <>
            {isSerial ? t('pos.serial') : t('pos.lot')} <bdi dir="ltr">{shown.join(', ') || t('pos.lotUnknown')}</bdi>
            {first && first.expiresOn !== null && (
              <>
                {' · '}
                {t(`lotState.${state}`)} <Day on={first.expiresOn} />
              </>
            )}
          </>
        )}
      </button>
      {opened && (
        <LotsForm
          line={line}
          shelf={shelf ?? []}
          onSave={(lots) => changeLine(at, { lots, ...(isSerial && { qtyMilli: Math.max(1, lots.length) * 1000 }) })}
          onClose={() => {
            setOpened(false)
            onClose()
          }}
        />
      )}
    </>
  )
}
