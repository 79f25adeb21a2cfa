import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { NameList } from '../../staff/parts/NameList.tsx'

/** The kinds of equipment that the shop tells apart. */
export function EquipmentList() {
  const t = useT()
  const { can } = useSession()
  const add = useCommand('bays.addEquipment')
  const rename = useCommand('bays.renameEquipment')
  const remove = useCommand('bays.removeEquipment')
  return (
    <NameList
      title={t('equipment.title')}
      hint={t('equipment.hint')}
      rows={useQuery('bays.equipment', {}).data}
      mayChange={can('bays.manage')}
      add={(name) => add.run({ name })}
      rename={({ id: equipmentId }, name) => rename.run({ equipmentId, name })}
      remove={({ id: equipmentId }) => remove.run({ equipmentId })}
    />
  )
}
