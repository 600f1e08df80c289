import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLACES, startTown, type Town } from '#tests/support/town.ts'
import { formOf } from '#tests/support/uploads.ts'

// 遮脸: a copy for the public, where the person said yes; the photo that is kept stays as it is.
const [WIDTH, HEIGHT] = [640, 480]
let town: Town
let file: string
beforeAll(async () => {
  town = await startTown()
  file = (await town.addFile(town.stations.east, PLACES.eastVillage)).id
})
afterAll(() => town.stop())

/** Fine stripes: whatever is hidden shows at once. */
const striped = () => sharp(Buffer.from(Array.from({ length: WIDTH * HEIGHT * 3 }, (_, at) => (Math.floor(at / 3) % 4 < 2 ? 0 : 255))), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).png().toBuffer()
async function recorded(consent: string) {
  const [blob, record] = [randomUUID(), randomUUID()]
  const form = formOf({ id: blob, home: file }, { name: 'a.png', type: 'image/png', bytes: await striped() })
  await town.app.inject({ method: 'POST', url: '/api/v1/files', payload: form.payload, headers: { ...(await town.as(town.workers.east)), ...form.headers } })
  const saved = await town.ask(town.workers.east, 'PUT', `/records/${record}`, { kind: 'visit', occurredOn: town.clock.today(), minutes: 10, files: [file], mode: 'home', result: 'normal', photos: [{ blob, shows: 'site', consent }] })
  expect(saved.status).toBe(200)
  return { blob, record }
}
const publish = async (at: { blob: string; record: string }, faces: object[], who: { account: string; post: string } = town.workers.east) =>
  town.app.inject({ method: 'POST', url: `/api/v1/records/${at.record}/photos/${at.blob}/publish`, payload: { faces }, headers: await town.as(who) })
/** How much neighbouring pixels differ within a part of the picture. */
async function detail(bytes: Buffer, part: { left: number; top: number; width: number; height: number }) {
  const { data, info } = await sharp(bytes).extract(part).greyscale().raw().toBuffer({ resolveWithObject: true })
  let sum = 0
  for (let at = 1; at < data.length; at++) if (at % info.width !== 0) sum += Math.abs(data[at]! - data[at - 1]!)
  return sum / data.length
}

test('marked faces are gone for good, the rest is there, the kept photo is untouched, and that a copy was taken is on record', async () => {
  const at = await recorded('publish')
  const answer = await publish(at, [{ x: 0.25, y: 0.25, w: 0.25, h: 0.25 }, { x: 0.9, y: 0.9, w: 0.3, h: 0.3 }])
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, 'image/jpeg', 'private, no-store'])
  const { width, height, exif } = await sharp(answer.rawPayload).metadata()
  expect([width, height, exif]).toEqual([WIDTH, HEIGHT, undefined])
  const face = { left: 166, top: 126, width: 148, height: 108 }
  expect(await detail(answer.rawPayload, face)).toBeLessThan(5)
  expect(await detail(answer.rawPayload, { ...face, left: 340 })).toBeGreaterThan(60)
  const kept = await town.app.inject({ method: 'GET', url: `/api/v1/files/${at.blob}`, headers: await town.as(town.workers.east) })
  expect(await detail(kept.rawPayload, face)).toBeGreaterThan(60)
  expect((await town.owner.query(`select act from audit_leaf where subject_id = $1 and act = 'publish'`, [at.blob])).rowCount).toBe(1)
})

test('without consent to publish, for who cannot see it, and with squares that are none, it is refused', async () => {
  const at = await recorded('publish')
  for (const consent of ['none', 'inside']) {
    const answer = await publish(await recorded(consent), [])
    expect([answer.statusCode, answer.json().code], consent).toEqual([422, 'photo.not-to-publish'])
  }
  expect((await publish(at, [], town.workers.west)).json().code).toBe('file.not-found')
  expect((await publish(at, [], town.workers.county)).statusCode).toBe(403)
  expect((await publish({ ...at, record: randomUUID() }, [])).json().code).toBe('file.not-found')
  for (const face of [{ x: -0.1, y: 0, w: 0.1, h: 0.1 }, { x: 0, y: 0, w: 2, h: 0.1 }, { x: 0, y: 0 }]) expect((await publish(at, [face])).statusCode).toBe(400)
  await town.ask(town.workers.east, 'POST', `/records/${at.record}/void`, { version: 1, why: '记错人' })
  expect((await publish(at, [])).json().code).toBe('file.not-found')
})
