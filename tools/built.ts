import { buildAll } from './build.ts'

/** What drives the built app builds it first, once per run. */
export const setup = async (): Promise<void> => {
  await buildAll()
}
