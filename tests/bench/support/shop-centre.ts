import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Said } from '#central/run.ts'
import { ROOT } from '#tests/support/sources.ts'

/** The real centre as a process of its own, on its embedded PostgreSQL, durable as in a shop. */
export interface ShopCentre {
  readonly address: string
  /** Lets the first device in. */
  readonly code: string
  end(): Promise<void>
}
export async function startCentre(): Promise<ShopCentre> {
  const dir = mkdtempSync(join(tmpdir(), 'bayline-bench-centre-'))
  chmodSync(dir, 0o755) // PostgreSQL may run as another user
  const child = spawn(process.execPath, [join(ROOT, 'central/index.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], BAYLINE_CENTRAL_DATA_DIR: dir, BAYLINE_CENTRAL_PORT: '0', BAYLINE_CENTRAL_LOG_LEVEL: 'error' },
  })
  const { address, code } = await heard(child)
  return {
    address,
    code,
    end: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function heard(child: ChildProcess): Promise<{ address: string; code: string }> {
  return new Promise((resolve, reject) => {
    let text = ''
    let address = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const said of lines.map((line) => JSON.parse(line) as Said)) {
        if (said.event === 'listening') ({ address } = said)
        else resolve({ address, code: said.code })
      }
    })
    child.once('exit', (exit) => reject(new Error(`the centre ended with ${exit}`)))
  })
}
