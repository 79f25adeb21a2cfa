import { IconBarcode, IconBox, IconBuildingFactory2, IconPackages, IconPlus, IconReceipt2, IconTool } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import type { CodeHit } from '#shared/modules/catalog/model.ts'
import { foldText } from '#shared/kernel/text.ts'
import { LINE_KINDS, serviceFields } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { ComboBox, type ComboOption } from '../../../ui/ComboBox.tsx'
import { Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { FailureNotice } from '../../../ui/states.tsx'
import { useHits } from '../../../data/hits.ts'
import { variantOption, variantsOf } from '../../catalog/parts/choices.tsx'
import classes from './LinesTable.module.css'

interface AddLineProps {
  workOrderId: Id<'workOrder'>
  /** The service that lines are added to. */
  serviceId: Id<'workOrderService'> | null
  inputRef: RefObject<HTMLInputElement | null>
  /** A service was added: it is the one worked on. */
  onService: (serviceId: Id<'workOrderService'>) => void
  /** A line that is not from the catalogue was added, so its figures come next. */
  onFree: (kind: (typeof LINE_KINDS)[number], lineId: Id<'workOrderLine'>) => void
}

const ICONS = { labor: IconTool, part: IconBox, fee: IconReceipt2, sublet: IconBuildingFactory2 }
const MOST_CANNED = 6

/** The box that adds what is typed: a saved service, a catalogue item by name, SKU or barcode, any words as a line, or a new service. */
export function AddLine({ workOrderId, serviceId, inputRef, onService, onFree }: AddLineProps) {
  const t = useT()
  const rates = useShop().company?.laborRates ?? []
  const [text, type] = useState('')
  const [variants, setVariants] = useState<readonly CodeHit[]>([])
  const setText = (next: string) => {
    type(next)
    setVariants([])
  }
  const { hits, isStale } = useHits(text, ['item'])
  const canned = useQuery('workOrders.cannedJobs', { limit: 200 }).data?.rows ?? []
  const addLine = useCommand('workOrders.addLine')
  const addCanned = useCommand('workOrders.addCannedJob')
  const addService = useCommand('workOrders.addService')
  const typed = text.trim()
  const words = foldText(typed).split(' ')
  const saved = canned.filter(({ name, category }) => words.every((word) => foldText(`${name} ${category}`).includes(word))).slice(0, MOST_CANNED)
  const found: ComboOption[] = [
    ...saved.map(({ id, name, category }) => ({
      key: `canned:${id}`,
      group: t('service.from'),
      title: name,
      subtitle: category,
      icon: <IconPackages size={17} stroke={1.6} />,
    })),
    ...hits.map(({ id, title, subtitle }) => ({
      key: `item:${id}`,
      group: t('lines.fromCatalog'),
      title,
      subtitle,
      icon: <IconBarcode size={17} stroke={1.6} />,
    })),
    ...LINE_KINDS.map((kind) => {
      const Icon = ICONS[kind]
      return {
        key: `free:${kind}`,
        makes: true,
        group: t('lines.free'),
        title: t('lines.addAs', { kind: t(`lineKind.${kind}`), text: typed }),
        icon: <Icon size={17} stroke={1.6} />,
      }
    }),
    ...rates.map(({ name, rateMinor }) => ({
      key: `rate:${name}`,
      makes: true,
      group: t('lines.free'),
      title: t('lines.addAs', { kind: name, text: typed }),
      icon: <IconTool size={17} stroke={1.6} />,
      end: <Money minor={rateMinor} />,
    })),
    // A line takes more words than a service's title.
    ...(serviceFields.shape.title.safeParse(typed).success
      ? [
          {
            key: 'service',
            makes: true,
            group: t('service.title'),
            title: t('service.asService', { text: typed }),
            icon: <IconPlus size={17} stroke={1.6} />,
          },
        ]
      : []),
  ]
  const options = variants.length === 0 ? found : variants.map(variantOption(t('goods.whichVariant')))
  const after = (key: string) => key.slice(key.indexOf(':') + 1)
  const add = async (key: string) => {
    if (key === 'service' || key.startsWith('canned:')) {
      const done =
        key === 'service'
          ? await addService.run({ workOrderId, title: typed })
          : // A key is made of the id that stands behind it.
            await addCanned.run({ workOrderId, cannedJobId: after(key) as Id<'cannedJob'> })
      if (!done.ok) return
      setText('')
      onService(done.value.serviceId)
      const job = saved.find(({ id }) => key === `canned:${id}`)
      if (job) notify.done(t('service.added', { title: job.name }))
      return
    }
    const kind = LINE_KINDS.find((known) => key === `free:${known}`)
    const free = kind ? { kind, description: typed } : key.startsWith('rate:') ? { kind: 'labor' as const, description: typed, laborRate: after(key) } : null
    const done = await addLine.run({ workOrderId, serviceId, ...(free ?? { itemId: after(key) }) })
    if (!done.ok && done.error.code === 'catalog.chooseVariant') return setVariants(await variantsOf(after(key)))
    if (!done.ok) return
    setText('')
    if (free) onFree(free.kind, done.value.lineId)
  }
  return (
    <div className={classes.add}>
      <ComboBox
        label={t('lines.add')}
        hideLabel
        inputRef={inputRef}
        text={text}
        maxLength={300}
        onText={setText}
        options={typed === '' ? [] : options}
        isStale={(isStale && variants.length === 0) || addLine.isRunning || addCanned.isRunning || addService.isRunning}
        onChoose={(key) => void add(key)}
        placeholder={t('lines.addHint')}
      />
      <FailureNotice failure={(variants.length > 0 ? null : addLine.failure) ?? addCanned.failure ?? addService.failure} />
    </div>
  )
}
