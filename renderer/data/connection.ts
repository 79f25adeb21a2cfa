import { useSyncExternalStore } from 'react'
import { transport } from './client.ts'
import type { Link } from './transport.ts'

const subscribe = (listener: () => void) => transport.onLink(listener)

/** State of the line to the core, for the header's indicator. */
export const useLink = (): Link => useSyncExternalStore(subscribe, () => transport.link())
