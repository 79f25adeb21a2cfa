import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import 'dayjs/locale/ar'
import '../ui/fonts.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { textsReady } from '../texts/t.ts'
import { installShortcuts } from '../ui/shortcuts.tsx'
import { Providers } from './Providers.tsx'
import { loadPagesAhead, router } from './routes.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
installShortcuts()
loadPagesAhead()
void textsReady.then(() =>
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  ),
)
