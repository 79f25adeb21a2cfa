import { useParams } from '@tanstack/react-router'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { Page } from '../../ui/Page.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { NEW_TEMPLATE } from './InspectionTemplatesPage.tsx'
import { blankContent } from './parts/content.ts'
import { TemplateEditor } from './parts/TemplateEditor.tsx'

/** One template, to be changed. What is saved is a new version; sheets that were begun keep theirs. */
export function InspectionTemplatePage() {
  const t = useT()
  const { templateId } = useParams({ strict: false }) as { templateId: string } // the route's own parameter
  const isNew = templateId === NEW_TEMPLATE
  const { data, failure, retry } = useQuery('inspections.template', { templateId }, { enabled: !isNew })
  const back = <TextLink to={paths.inspectionTemplates}>{t('inspections.templates')}</TextLink>
  if (isNew) return <TemplateEditor key={NEW_TEMPLATE} known={null} start={blankContent(t)} back={back} />
  // Mounted anew for each version, so that the fields say what was saved.
  if (data) return <TemplateEditor key={data.version.id} known={data} start={data.version.content} back={back} />
  return (
    <Page title={t('inspections.template')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}
