import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'

/** Takes a row away; its label says which. */
export const TrashButton = ({ label, disabled = false, onClick }: { label: string; disabled?: boolean; onClick: () => void }) => (
  <ActionIcon variant="subtle" size="lg" aria-label={label} disabled={disabled} onClick={onClick}>
    <IconTrash size={18} stroke={1.7} />
  </ActionIcon>
)
