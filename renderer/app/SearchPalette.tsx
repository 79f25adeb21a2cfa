/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- a combobox: its input keeps the focus and answers the keys, which datalist cannot style */
import { useDebouncedValue } from '@mantine/hooks'
import { IconBox, IconCalendarRepeat, IconCar, IconClipboardList, IconFileInvoice, IconSearch, IconUser } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Hit, HitKind } from '#shared/modules/search/model.ts'
import { useQuery } from '../data/queries.ts'
import { useGo } from '../data/route.tsx'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { KeyHint } from '../ui/KeyHint.tsx'
import { Modal } from '../ui/dialogs.tsx'
import { useWords } from '../ui/words.tsx'
import classes from './SearchPalette.module.css'

const ICONS: Readonly<Record<HitKind, typeof IconUser>> = {
  customer: IconUser,
  vehicle: IconCar,
  item: IconBox,
  workOrder: IconClipboardList,
  invoice: IconFileInvoice,
  agreement: IconCalendarRepeat,
}
/** Long enough that a scanner's burst is one question, short enough not to be felt. */
const PAUSE_MS = 20

/** The one search box: customers, vehicles, plates, phones, parts, documents. */
export function SearchPalette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useT()
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} size={640} padding={0} yOffset="9vh" centered={false} aria-label={t('shell.searchTitle')}>
      {opened && <Search onClose={onClose} />}
    </Modal>
  )
}

function Search({ onClose }: { onClose: () => void }) {
  const t = useT()
  const words = useWords()
  const open = useOpenHit()
  const [text, setText] = useState('')
  const [cursor, setCursor] = useState({ of: '', at: 0 })
  const [asked] = useDebouncedValue(text.trim(), PAUSE_MS)
  const { data, failure } = useQuery('search.find', { text: asked, limit: 20 }, { enabled: asked !== '', keepLast: true })
  const hits = asked === '' ? [] : (data ?? [])
  // A new question begins at its first hit.
  const active = cursor.of === asked ? cursor.at : 0
  const setActive = (at: number) => setCursor({ of: asked, at })
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    open(hit)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setActive(Math.max(0, Math.min(hits.length - 1, active + step)))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(hits[active])
    }
  }
  return (
    <div className={classes.search}>
      <div className={classes.box}>
        <IconSearch size={20} stroke={1.7} aria-hidden="true" />
        <input
          className={classes.input}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          placeholder={t('shell.searchHint')}
          aria-label={t('shell.searchTitle')}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={id}
          aria-activedescendant={hits[active] && `${id}-${active}`}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <KeyHint keys="Escape" />
      </div>
      {failure ? (
        <p className={classes.none} role="alert">
          {words.failureText(failure)}
        </p>
      ) : asked === '' ? (
        <p className={classes.none}>{t('shell.searchStart')}</p>
      ) : hits.length === 0 && data ? (
        <p className={classes.none}>{t('shell.searchEmpty', { text: asked })}</p>
      ) : null}
      <div id={id} ref={list} role="listbox" className={classes.hits} aria-label={t('shell.searchTitle')}>
        {hits.map((hit, index) => {
          const Icon = ICONS[hit.kind]
          return (
            <div
              key={hit.kind + hit.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={classes.hit}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(hit)}
            >
              <Icon size={18} stroke={1.6} aria-hidden="true" className={classes.icon} />
              <span className={classes.words}>
                <bdi className={classes.title}>{hit.title}</bdi>
                <bdi className={classes.subtitle}>{hit.subtitle}</bdi>
              </span>
              <span className={classes.kind}>{t(`hitKind.${hit.kind}`)}</span>
              {index === active && <KeyHint keys="Enter" />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function useOpenHit() {
  const go = useGo()
  return ({ kind, id }: Hit) => {
    switch (kind) {
      case 'customer':
        return go({ to: paths.customer, params: { customerId: id } })
      case 'vehicle':
        return go({ to: paths.vehicle, params: { vehicleId: id } })
      case 'item':
        return go({ to: paths.catalogItem, params: { itemId: id } })
      case 'workOrder':
        return go({ to: paths.workOrder, params: { workOrderId: id } })
      case 'invoice':
        return go({ to: paths.invoice, params: { invoiceId: id } })
      case 'agreement':
        return go({ to: paths.agreement, params: { agreementId: id } })
    }
  }
}
