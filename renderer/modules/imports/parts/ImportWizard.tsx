import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { MAX_FILE_CHARS } from '#shared/modules/imports/model.ts'
import { useCommand } from '../../../data/command.ts'
import type { Output } from '../../../data/client.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Page } from '../../../ui/Page.tsx'
import { FailureNotice, Loading } from '../../../ui/states.tsx'
import { FileDrop } from './FileDrop.tsx'
import { MappingStep } from './MappingStep.tsx'

interface ImportWizardProps {
  onLeave(): void
  onDone(importRunId: Id<'importRun'>): void
}

/** Choose a file; then one screen on which columns are named and the outcome is seen before anything is written. */
export function ImportWizard({ onLeave, onDone }: ImportWizardProps) {
  const t = useT()
  const read = useCommand('imports.read')
  const [name, setName] = useState('')
  const [file, setFile] = useState<Output<'imports.read'> | null>(null)
  const choose = async (chosen: File) => {
    setName(chosen.name)
    setFile(null)
    const bytes = new Uint8Array(await chosen.arrayBuffer())
    const answer = await read.run({ fileName: chosen.name.slice(0, 255), base64: base64Of(bytes).slice(0, MAX_FILE_CHARS + 1) })
    if (answer.ok) setFile(answer.value)
  }
  const back = <ActionButton label={t('common.cancel')} onClick={onLeave} />
  if (file && !read.isRunning) {
    return <MappingStep key={file.importId} file={file} onFile={setFile} onOther={() => setFile(null)} onLeave={onLeave} onDone={onDone} />
  }
  return (
    <Page title={t('imports.start')} intro={t('imports.intro')} actions={back}>
      {read.isRunning ? (
        <Loading label={t('imports.reading', { name })} />
      ) : (
        <>
          <FailureNotice failure={read.failure} />
          <FileDrop onFile={(chosen) => void choose(chosen)} />
        </>
      )}
    </Page>
  )
}

/** In pieces, as one call with ten million arguments is too many. */
function base64Of(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += 0x6000) parts.push(btoa(String.fromCharCode(...bytes.subarray(from, from + 0x6000))))
  return parts.join('')
}
