import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Public mark of the place in Electron's executable where its fuses are, then the wire's version and length. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** States of the nine fuses as Electron 45 ships them: run as node, cookies, NODE_OPTIONS, inspect, asar integrity, only asar, snapshot, file privileges, wasm traps. */
const SHIPPED = '101100111'

/** A folder with just enough in it that electron-builder takes it for an unpacked Electron for Linux. */
export function stubElectron(folder: string, version: string): string {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  writeFileSync(join(folder, 'version'), version)
  writeFileSync(join(folder, 'LICENSE'), 'Electron')
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'Chromium')
  for (const locale of ['en-US', 'ar', 'de', 'fr']) writeFileSync(join(folder, 'locales', `${locale}.pak`), '')
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, SHIPPED.length]), Buffer.from(SHIPPED)])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\nexit 1\n'), wire, Buffer.from('\n')]), { mode: 0o755 })
  return folder
}
