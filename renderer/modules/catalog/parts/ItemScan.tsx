import { IconBarcode } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import type { CodeHit } from '#shared/modules/catalog/model.ts'
import { call } from '../../../data/client.ts'
import { useHits } from '../../../data/hits.ts'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { useScanBox } from '../../../ui/scanner.ts'
import { FailureNotice } from '../../../ui/states.tsx'

interface ItemScanProps {
  label: string
  placeholder: string
  inputRef: RefObject<HTMLInputElement | null>
  onHit: (hit: CodeHit) => void
  /** Takes a code for itself, such as a lot of the part at hand; false where it is meant for the catalogue. */
  onCode?: (code: string) => boolean
}

/** A box that a scanner fills from anywhere on the screen, and that finds parts by name. A code is looked up exactly. */
export function ItemScan({ label, placeholder, inputRef, onHit, onCode }: ItemScanProps) {
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [choices, setChoices] = useState<readonly CodeHit[]>([])
  const { hits, isStale } = useHits(text, ['item'])
  const show = (typed: string, error: Failure | null, several: readonly CodeHit[] = []) => {
    setText(typed)
    setFailure(error)
    setChoices(several)
  }
  const take = (hit: CodeHit) => {
    show('', null)
    onHit(hit)
  }
  const read = async (code: string): Promise<boolean> => {
    if (onCode?.(code)) {
      show('', null)
      return true
    }
    const answer = await call('catalog.byCode', { code })
    if (!answer.ok) show(code, answer.error)
    else if (answer.value.length > 1) show(code, null, answer.value)
    else if (answer.value[0]) take(answer.value[0])
    return answer.ok
  }
  useScanBox(inputRef, (code) => void read(code))
  const choose = async (itemId: string) => {
    const known = choices.find(({ item }) => item.id === itemId)
    if (known) return take(known)
    const [found, variants] = await Promise.all([call('catalog.get', { itemId }), call('catalog.variants', { itemId })])
    if (!found.ok) show(text, found.error)
    else if (variants.ok && variants.value.length > 0) show(text, null, variants.value)
    else take({ item: found.value, qtyMilli: 1000 })
  }
  const options =
    choices.length > 0 ? choices.map(({ item }) => ({ id: item.id as string, title: item.name, subtitle: item.sku })) : failure === null ? hits : []
  return (
    <search
      onKeyDownCapture={(event) => {
        // A code is exact, what the search finds is a guess.
        if (event.key !== 'Enter' || choices.length > 0 || !/^\S*\d\S*$/.test(text.trim())) return
        event.preventDefault()
        event.stopPropagation()
        const [hit] = isStale ? [] : hits
        void read(text.trim()).then((isKnown) => (!isKnown && hit ? choose(hit.id) : undefined))
      }}
    >
      <ComboBox
        label={label}
        hideLabel
        inputRef={inputRef}
        text={text}
        onText={(next) => show(next, null)}
        options={options.map(({ id, title, subtitle }) => ({ key: id, title, subtitle, icon: <IconBarcode size={17} stroke={1.6} /> }))}
        isStale={choices.length === 0 && isStale}
        onChoose={(key) => void choose(key)}
        placeholder={placeholder}
        leftSection={<IconBarcode size={20} stroke={1.6} />}
      />
      <FailureNotice failure={failure} />
    </search>
  )
}
