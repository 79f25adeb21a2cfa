import { ActionIcon, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

/** A small button at the end of a row; without the right to press it, it says so. */
export function RowTool({ label, icon, reason, onClick }: { label: string; icon: ReactNode; reason: string | null; onClick(): void }) {
  const button = (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} aria-disabled={reason !== null} onClick={() => reason === null && onClick()}>
      {icon}
    </ActionIcon>
  )
  return reason === null ? button : <Tooltip label={reason}>{button}</Tooltip>
}
