import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { isPair, lanAddressOf, makeCertificate, ownCertificate, pinOf, pinOfPem } from './certificate.ts'

describe("A-LAN: a hub's own certificate", () => {
  it('A-LAN: OpenSSL reads it and finds it signed by its own key', () => {
    const { cert, key } = makeCertificate()
    const read = new X509Certificate(cert)
    expect(read.verify(read.publicKey)).toBe(true)
    expect(read.subject).toBe('CN=Bayline hub')
    expect(read.issuer).toBe(read.subject)
    expect(read.ca).toBe(false)
    expect(read.subjectAltName).toBe('DNS:bayline-hub.local')
    expect(new Date(read.validTo).getUTCFullYear()).toBe(2049)
    expect(isPair(cert, key)).toBe(true)
    expect(isPair(cert, makeCertificate().key)).toBe(false)
    expect(isPair('nonsense', key)).toBe(false)
  })

  it('A-LAN: a device that pins it sees it in a real handshake, and its pin is the head of its SHA-256', async () => {
    const { cert, key } = makeCertificate()
    const server = createServer({ cert, key }, (_, response) => response.end('ok'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // it listens on TCP
    const raw = await new Promise<Buffer>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', ca: cert, servername: 'bayline-hub.local' }, () => {
        resolve(socket.getPeerCertificate().raw)
        socket.end()
      }).on('error', reject)
    })
    await new Promise((resolve) => server.close(resolve))
    expect(pinOf(raw)).toBe(pinOfPem(cert))
    expect(pinOf(raw)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    const bits = Array.from(pinOf(raw).replaceAll('-', ''), (letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
    const digest = [...createHash('sha256').update(raw).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('')
    expect(digest.startsWith(bits)).toBe(true)
  })

  it('A-LAN: it is made once and kept, its key for nobody else to read', () => {
    const dir = mkdtempSync(join(tmpdir(), 'bayline-cert-'))
    try {
      const made = ownCertificate(dir)
      expect(ownCertificate(dir)).toEqual(made)
      expect(statSync(join(dir, 'tls/key.pem')).mode & 0o077).toBe(0)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it("A-LAN: its address is one of the shop's network", () => {
    const of = (address: string, internal = false) => [{ address, internal }]
    expect(lanAddressOf({ lo: of('127.0.0.1', true), eth0: [...of('fe80::1'), ...of('169.254.1.1'), ...of('192.168.1.20')] })).toBe('192.168.1.20')
    expect(lanAddressOf({ lo: of('127.0.0.1', true) })).toBeUndefined()
  })
})
