import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CATEGORY_STEP, type Item, type ItemCard } from '#shared/modules/catalog/model.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink, useGo } from '../../data/route.tsx'
import type { RecordSlot } from '../../data/slots.ts'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Code, Money } from '../../ui/display.tsx'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { ErrorState, Loading, Notice } from '../../ui/states.tsx'
import { useWords } from '../../ui/words.tsx'
import { ItemForm } from '../catalog/ItemForm.tsx'
import { ItemImage } from '../catalog/parts/ItemImage.tsx'
import { Kit } from '../catalog/parts/Kit.tsx'
import { Prices } from '../catalog/parts/Prices.tsx'
import { Relations } from '../catalog/parts/Relations.tsx'
import { Variants } from '../catalog/parts/Variants.tsx'
import { Quantity } from '../inventory/parts/Quantity.tsx'
import { Costs } from './parts/Costs.tsx'
import { Offers } from './parts/Offers.tsx'

/** One item: what it is and costs, whom it is bought from, and what it goes with. */
export function ItemPage({ Labels }: { Labels: RecordSlot }) {
  const t = useT()
  const { itemId } = useParams({ strict: false }) as { itemId: Item['id'] } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('catalog.card', { itemId })
  const back = <TextLink to={paths.catalog}>{t('catalog.title')}</TextLink>
  if (data) return <Record key={itemId} card={data} back={back} Labels={Labels} />
  return (
    <Page title={t('catalog.one')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Record({ card, back, Labels }: { card: ItemCard; back: React.ReactNode; Labels: RecordSlot }) {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { item, to } = card
  const [edits, setEdits] = useState(false)
  const denied = t('failure.platform.notAllowed')
  const reason = item.deleted ? t('failure.catalog.removed') : can('catalog.write') ? null : denied
  const successor = to.find(({ kind }) => kind === 'successor')?.item
  const isPart = item.kind === 'part'
  return (
    <Page
      title={<bdi>{item.name}</bdi>}
      badge={
        <>
          {item.sku && <Code>{item.sku}</Code>}
          {!item.active && <StateBadge tone="off" label={t('catalog.inactive')} />}
        </>
      }
      back={back}
      actions={
        <>
          {isPart && <Labels recordId={item.id} />}
          {isPart && <ActionButton label={t('goods.inStock')} shortcut="F4" onClick={() => go({ to: paths.stockItem, params: { itemId: item.id } })} />}
          <ActionButton
            look="primary"
            label={t('common.edit')}
            shortcut="F2"
            disabledReason={can('catalog.write') ? null : denied}
            onClick={() => setEdits(true)}
          />
        </>
      }
    >
      {item.deleted && <Notice tone="waiting">{t('failure.catalog.removed')}</Notice>}
      {successor && (
        <Notice
          tone="info"
          action={<ActionButton size="xs" label={t('common.open')} onClick={() => go({ to: paths.catalogItem, params: { itemId: successor.id } })} />}
        >
          {t('goods.superseded', { name: successor.name })}
        </Notice>
      )}
      <Columns sizes="mainFirst">
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start', minWidth: 0 }}>
          <Prices card={card} reason={reason} />
          {isPart && can('purchasing.read') && <Offers item={item} reason={item.deleted ? reason : can('purchasing.write') ? null : denied} />}
          <Variants card={card} reason={reason} />
          <Kit card={card} reason={reason} />
          {isPart && can('purchasing.read') && <Costs item={item} />}
        </div>
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start', minWidth: 0 }}>
          <About item={item} />
          <Relations card={card} reason={reason} />
        </div>
      </Columns>
      {edits && <ItemForm item={item} onClose={() => setEdits(false)} />}
    </Page>
  )
}

function About({ item }: { item: Item }) {
  const t = useT()
  const { language } = useWords()
  const { can } = useSession()
  const stock = useQuery('inventory.ofItem', { itemId: item.id }, { enabled: item.kind === 'part' && can('inventory.read') })
  const barcodes = useQuery('catalog.barcodes', { itemId: item.id })
  const codes = [item.barcode, ...(barcodes.data?.map(({ code }) => code) ?? [])].filter((code) => code !== '')
  const percent = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : language, { style: 'percent', maximumFractionDigits: 1 })
  const margin = item.priceMinor > 0 && item.costMinor > 0 ? percent.format((item.priceMinor - item.costMinor) / item.priceMinor) : null
  return (
    <Panel title={t('goods.facts')}>
      <ItemImage item={item} />
      <Facts
        facts={[
          [t('catalog.price'), <Money key="p" minor={item.priceMinor} strong />],
          [
            t('catalog.cost'),
            <span key="c">
              <Money minor={item.costMinor} /> {margin !== null && t('goods.margin', { percent: margin })}
            </span>,
          ],
          [t('catalog.kind'), t(`catalog.kinds.${item.kind}`)],
          [t('catalog.category'), item.category && <bdi key="g">{item.category.split(CATEGORY_STEP).join(' › ')}</bdi>],
          ...(stock.data ? [[t('stock.onHand'), <Quantity key="q" milli={stock.data.qtyMilli} unit={item.unit} />] as const] : []),
          [t('catalog.taxRate'), item.taxRateBp === null ? t('catalog.taxDefault') : percent.format(item.taxRateBp / 10_000)],
          [t('goods.codes'), codes.length === 0 ? '' : <span key="b">{codes.map((code) => [<Code key={code}>{code}</Code>, ' '])}</span>],
          [
            t('catalog.description'),
            item.description && (
              <span key="d" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
                {item.description}
              </span>
            ),
          ],
        ]}
      />
    </Panel>
  )
}
