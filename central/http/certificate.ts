import { createHash, createPrivateKey, createPublicKey, createSign, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { join } from 'node:path'
import { makeFolder } from '../db/binaries.ts'

/*
 * A hub in a shop has no name that a public authority would certify. It makes a certificate of its own, once, and devices know it by
 * its fingerprint: the address that a person types ends in `#` and the first 100 bits of the SHA-256 of the certificate, as 20 letters
 * of Crockford's base 32 (`https://192.168.1.20:7878/#7K2M-…`). The device refuses any other certificate there, before it sends the
 * code; names and dates in it mean nothing, so the shop may change its network. 100 bits: nobody can make a second certificate that
 * fits, and a person can still type it.
 * Node signs but writes no X.509. This one fixed form takes fewer lines than the smallest package brings dependencies, and it is only
 * ever written here, never read; a test opens it with OpenSSL's own reader. Source: RFC 5280, section 4.1; RFC 5758 for the algorithm.
 */

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const length = body.length < 0x80 ? [body.length] : body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts)
const hex = (text: string) => Buffer.from(text, 'hex')
const OID = {
  ecdsaWithSha256: hex('06082a8648ce3d040302'),
  commonName: hex('0603550403'),
  subjectAltName: hex('0603551d11'),
  basicConstraints: hex('0603551d13'),
}
const utcTime = (text: string) => der(0x17, Buffer.from(text))

/** PEM of a new P-256 key and of a certificate for it, valid from 2020 to 2049: its end is a new fingerprint, not a date. */
export function makeCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(OID.ecdsaWithSha256)
  const name = sequence(der(0x31, sequence(OID.commonName, der(0x0c, Buffer.from('Bayline hub')))))
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40 // positive, and of full length
  const names = sequence(OID.subjectAltName, der(0x04, sequence(der(0x82, Buffer.from('bayline-hub.local')))))
  const leaf = sequence(OID.basicConstraints, hex('0101ff'), der(0x04, sequence()))
  const body = sequence(
    der(0xa0, hex('020102')),
    der(0x02, serial),
    algorithm,
    name,
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(leaf, names)),
  )
  const signature = createSign('sha256').update(body).sign(privateKey)
  const certificate = sequence(body, algorithm, der(0x03, hex('00'), signature))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trim()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

/** The hub's own key and certificate: made at its first start, kept in its folder for ever after. */
export function ownCertificate(dataDir: string): { key: string; cert: string } {
  const folder = join(dataDir, 'tls')
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  if (existsSync(keyFile) && existsSync(certFile)) return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') }
  // The database's own user must be able to walk through the data folder; here it may not.
  makeFolder(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = makeCertificate()
  writeFileSync(keyFile, made.key, { mode: 0o600 })
  writeFileSync(certFile, made.cert)
  return made
}

/** True where the two belong together. */
export function isPair(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).publicKey.equals(createPublicKey(createPrivateKey(key)))
  } catch {
    return false
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** What devices pin, of a certificate in DER: 20 letters in groups of four. */
export function pinOf(certificate: Buffer): string {
  let bits = BigInt(`0x${createHash('sha256').update(certificate).digest('hex')}`) >> 156n
  let text = ''
  for (let i = 0; i < 20; i++) {
    text = (ALPHABET[Number(bits & 31n)] ?? '') + text
    bits >>= 5n
  }
  return text.replace(/.{4}(?=.)/g, '$&-')
}
export const pinOfPem = (cert: string): string => pinOf(new X509Certificate(cert).raw)

/** The address that others in the building reach this machine by. */
export const lanAddressOf = (interfaces: NodeJS.Dict<{ address: string; internal: boolean }[]>): string | undefined =>
  Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .find(({ address, internal }) => !internal && isIPv4(address) && !address.startsWith('169.254.'))?.address
