import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { NameList } from './NameList.tsx'

/** The skills that the shop tells apart. */
export function SkillList() {
  const t = useT()
  const { can } = useSession()
  const add = useCommand('staff.addSkill')
  const rename = useCommand('staff.renameSkill')
  const remove = useCommand('staff.removeSkill')
  return (
    <NameList
      title={t('skills.title')}
      hint={t('skills.hint')}
      rows={useQuery('staff.skills', {}).data}
      mayChange={can('staff.write')}
      add={(name) => add.run({ name })}
      rename={({ id: skillId }, name) => rename.run({ skillId, name })}
      remove={({ id: skillId }) => remove.run({ skillId })}
    />
  )
}
