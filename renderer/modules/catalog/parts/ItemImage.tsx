import { IconPhotoPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Item } from '#shared/modules/catalog/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { drawPicture, readPicture } from '../../../ui/picture.ts'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import classes from './goods.module.css'

/** Large enough to tell parts apart, small enough to travel. */
const LONGEST_PX = 1200

/** The newest picture of an item. */
export function ItemImage({ item }: { item: Item }) {
  const t = useT()
  const { can } = useSession()
  const input = useRef<HTMLInputElement>(null)
  const [isUnreadable, setIsUnreadable] = useState(false)
  const upload = useCommand('files.upload')
  const files = useQuery('files.list', { recordTable: 'catalog_item', recordId: item.id, limit: 20 }, { enabled: can('files.read') })
  const shown = files.data?.rows.find(({ mediaType }) => mediaType.startsWith('image/'))
  const { data } = useQuery('files.read', { attachmentId: shown?.id ?? ('' as never) }, { enabled: shown !== undefined }) // held back without one
  const choose = async (file: File | undefined) => {
    if (input.current) input.current.value = ''
    const bitmap = file && (await readPicture(file))
    setIsUnreadable(file !== undefined && !bitmap)
    if (!bitmap) return
    await upload.run({
      fileName: `${item.sku || item.id}.jpg`,
      base64: drawPicture(bitmap, LONGEST_PX, { type: 'image/jpeg', quality: 0.82 }).base64,
      recordTable: 'catalog_item',
      recordId: item.id,
    })
    bitmap.close()
  }
  return (
    <div style={{ display: 'grid', gap: 8, marginBlockEnd: 12 }}>
      {data && <img className={classes.image} src={`data:${data.mediaType};base64,${data.base64}`} alt={t('goods.imageOf', { name: item.name })} />}
      {isUnreadable && <Notice tone="bad">{t('goods.imageUnreadable')}</Notice>}
      <FailureNotice failure={upload.failure} />
      <span>
        <ActionButton
          size="xs"
          look="quiet"
          icon={<IconPhotoPlus size={16} />}
          label={shown ? t('goods.imageChange') : t('goods.imageAdd')}
          busy={upload.isRunning}
          disabledReason={can('files.write') ? null : t('failure.platform.notAllowed')}
          onClick={() => input.current?.click()}
        />
      </span>
      <input ref={input} type="file" accept="image/*" hidden aria-label={t('goods.image')} onChange={(event) => void choose(event.currentTarget.files?.[0])} />
    </div>
  )
}
