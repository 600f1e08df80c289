import { randomUUID } from 'node:crypto'
import { writeXlsx, type CellValue } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ImportPreview, ImportRow, ImportView } from '#api/imports.ts'
import { makeMessyLedger } from '#server/demo/messy-ledger.ts'
import { openDatabase, type Database } from '#server/platform/database/index.ts'
import { inventIdentityNumber } from '#server/platform/identity-number.ts'
import { startJobs } from '#server/platform/jobs/index.ts'
import { openLog } from '#server/platform/log.ts'
import { tasksOf } from '#server/tasks.ts'
import { followers } from '#server/app.ts'
import { startTown, type Town } from '#tests/support/town.ts'
import { formOf } from '#tests/support/uploads.ts'
import { dropImportContents } from './index.ts'

let town: Town
let listener: Database
let jobs: { stop(): Promise<void> }
beforeAll(async () => {
  town = await startTown()
  listener = openDatabase({ url: town.listenerUrl, poolSize: 4 })
  jobs = await startJobs({
    url: town.listenerUrl, database: town.database, clock: town.clock, keys: town.keys, log: openLog('silent'), followers, crontab: '',
    tasks: tasksOf({ listener, clock: town.clock, keys: town.keys, dataFolder: town.dataFolder, log: openLog('silent') }),
  })
})
afterAll(async () => {
  await jobs.stop()
  await listener.destroy()
  await town.stop()
})

const HEAD = ['姓名', '身份证号', '性别', '出生日期', '联系电话', '住址', '村（社区）', '人员类别', '风险等级', '备注', '档案号']
type Line = Partial<Record<string, CellValue>>
const sheetOf = async (lines: readonly Line[]) =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows: [['攀莲镇重点人群名单'], HEAD, ...lines.map((line) => HEAD.map((head) => line[head] ?? null))] }] }))
let birthdays = 0
const birthday = () => new Date(Date.UTC(1940, 0, 1 + birthdays++)).toISOString().slice(0, 10)
const line = (name: string, more: Line = {}): Line => ({ 姓名: name, 出生日期: birthday(), '村（社区）': '水塘村', ...more })

const send = async (bytes: Buffer, { who = town.workers.east, id = randomUUID() as string, name = '名单.xlsx' } = {}) => {
  const { payload, headers } = formOf({ id }, { name, bytes })
  const answer = await town.app.inject({ method: 'POST', url: '/api/v1/imports', headers: { ...(await town.as(who)), ...headers }, payload })
  return { status: answer.statusCode, body: JSON.parse(answer.body) as ImportView & { code: string; details: any } }
}
const brought = async (lines: readonly Line[], who = town.workers.east) => (await send(await sheetOf(lines), { who })).body
const apply = (view: ImportView, body: object = {}, who = town.workers.east) => town.ask(who, 'POST', `/imports/${view.id}/apply`, { version: view.version, badRows: 'leave-out', ...body })
const undo = async (view: { id: string }, who = town.workers.east) => town.ask(who, 'POST', `/imports/${view.id}/undo`, { version: (await show(view.id)).version })
const show = async (id: string, who = town.workers.east): Promise<ImportView> => (await town.ask(who, 'GET', `/imports/${id}`)).body
const settled = async (id: string): Promise<ImportView> => {
  for (let i = 0; i < 1200; i++) {
    const view = await show(id)
    if (view.state !== 'applying' && view.state !== 'undoing') return view
    await new Promise((go) => setTimeout(go, 100))
  }
  throw new Error('the job did not end')
}
const stateOf = (view: ImportView) => view.preview!.rows.map(({ state }) => state)
const rowNamed = (view: ImportView, name: string) => view.preview!.rows.find((row) => row.name === name)!
const fileNamed = async (name: string) => (await town.owner.query(`select * from resident_file where name = $1 order by made_at`, [name])).rows
const firstOf = async (...names: string[]): Promise<any> => Promise.all(names.map(async (name) => (await fileNamed(name))[0]))
const page = async (id: string) => (await town.ask(town.workers.east, 'GET', `/residents/${id}`)).body
const opened = async () => (await town.owner.query(`select coalesce(sum(n), 0)::int as n from tally_tail where measure = 'file-opened' and tag = ''`)).rows[0].n

test('a list is understood by its headings, and nobody has a file before somebody says so', async () => {
  const view = await brought([line('甄一', { 身份证号: inventIdentityNumber(510421, '1931-01-01'), 出生日期: '1931年1月1日', 性别: '女', 联系电话: '138 0000 1111', 住址: '3组', 人员类别: '独居老人、五保户、脱贫户', 风险等级: '红色', 备注: '耳背' })])
  expect(view.preview!.mapping).toMatchObject({ sheet: '名单', headingRow: 2, columns: [{ at: 0, as: 'name' }, { at: 1, as: 'identity' }, { at: 2, as: 'sex' }, { at: 3, as: 'birthOn' }, { at: 4, as: 'phone' }, { at: 5, as: 'address' }, { at: 6, as: 'village' }, { at: 7, as: 'tags' }, { at: 8, as: 'risk' }, { at: 9, as: 'note' }, { at: 10, as: 'fileNo' }] })
  expect(view.preview!.rows[0]).toMatchObject({ row: 3, state: 'new', name: '甄一', sex: 2, birthOn: '1931-01-01', phoneMask: '138****1111', placeName: '水塘村', tags: ['lives-alone', 'tekun'], risk: 'red', note: '耳背；名单类别：脱贫户' })
  expect(view.preview!.unknownWords).toEqual([{ word: '脱贫户', count: 1 }])
  expect(await fileNamed('甄一')).toEqual([])
  expect(JSON.stringify(view)).not.toContain(inventIdentityNumber(510421, '1931-01-01'))
  const before = await opened()
  expect((await apply(view)).body).toMatchObject({ state: 'applied', result: { made: 1, leftOut: 0 }, preview: null, hasContent: false })
  expect(await opened()).toBe(before + 1)
  const [file] = await fileNamed('甄一')
  expect(await page(file.id)).toMatchObject({ risk: 'red', tags: expect.arrayContaining(['lives-alone', 'tekun']), phoneMask: '138****1111', note: '耳背；名单类别：脱贫户' })
})

test('each wrong cell is named by its address with what is wrong, and the rest of the list comes in without it', async () => {
  const number = inventIdentityNumber(510421, '1932-02-02')
  const view = await brought([
    line('甄科', { 身份证号: '5.10421E+17' }), line('甄零', { 身份证号: 510421193203070000 }), line('甄校', { 身份证号: `${number.slice(0, 17)}${number.endsWith('5') ? '6' : '5'}` }), line('甄月', { 出生日期: '1944-3' }),
    line('甄短', { 出生日期: '44.3.8' }), line('甄话', { 联系电话: '1380000' }), line('甄村', { '村（社区）': '红旗大队' }), line('', { 联系电话: '13800002222' }), line('甄后', { 出生日期: '2030-01-01' }),
    line('甄异', { 身份证号: inventIdentityNumber(510421, '1933-03-03'), 出生日期: '1934-03-03' }), line('甄好'),
  ])
  const problems = view.preview!.rows.flatMap((row) => row.problems.map(({ cell, code }) => `${cell} ${code}`))
  expect(problems).toEqual(['B3 identity.ruined-scientific', 'B4 identity.ruined-scientific', 'B5 identity.wrong-check-digit', 'D6 day.no-day', 'D7 day.short-year', 'E8 phone.wrong', 'G9 village.unknown', 'A10 name.missing', 'D11 day.in-the-future', 'D12 day.disagrees'])
  expect(view.preview!.counts).toMatchObject({ total: 11, bad: 10, new: 1, good: 1 })
  expect((await apply(view, { badRows: 'refuse' })).body).toMatchObject({ code: 'import.has-bad-rows', details: { count: 10 } })
  expect(await fileNamed('甄好')).toEqual([])
  expect((await apply(view)).body.result).toMatchObject({ made: 1, leftOut: 10, told: expect.arrayContaining([{ row: 9, file: null, why: 'village.unknown' }]) })
})

test('the same list again changes nothing, a newer one updates by number, file number, or name, birth and village', async () => {
  const people = [line('甄数', { 身份证号: inventIdentityNumber(510421, '1935-01-01'), 出生日期: '1935-01-01' }), line('甄档'), line('甄名')]
  await apply(await brought(people))
  const [byNumber, byFile, byName] = await firstOf('甄数', '甄档', '甄名')
  const again = await brought(people)
  expect(stateOf(again)).toEqual(['same', 'same', 'same'])
  expect((await apply(again)).body.result).toMatchObject({ made: 0, changed: 0, unchanged: 3 })
  const newer = await brought([{ ...people[0], 姓名: '甄术', 联系电话: '13800003333' }, { ...people[1], 档案号: byFile.file_no, 出生日期: null, 住址: '5组8号' }, { ...people[2], 人员类别: '空巢', 风险等级: '黄' }])
  expect(newer.preview!.rows.map(({ state, changes }) => [state, changes])).toEqual([['update', ['name', 'phone']], ['update', ['address']], ['update', ['risk', 'tags']]])
  expect((await apply(newer)).body.result).toMatchObject({ made: 0, changed: 3 })
  expect([(await page(byNumber.id)).name, (await page(byFile.id)).hasAddress, (await page(byName.id)).tags]).toEqual(['甄术', true, ['empty-nest']])
  // Undone: every file says what it said before, to the byte.
  const digest = (row: any) => { const { version, ...rest } = row; return JSON.stringify(rest) }
  expect((await undo(newer)).body).toMatchObject({ state: 'undone', result: { undone: { putBack: 3, closed: 0, kept: 0 } } })
  for (const [before, name] of [[byNumber, '甄数'], [byFile, '甄档'], [byName, '甄名']]) expect(digest((await fileNamed(name))[0])).toBe(digest(before))
  expect((await page(byName.id)).tags).toEqual([])
})

test('somebody who may stand there already is shown beside the row, and nothing comes in before it is decided', async () => {
  await apply(await brought([line('庄秀英', { 出生日期: '1936-06-06' })]))
  const [known] = await fileNamed('庄秀英')
  const view = await brought([line('庄秀瑛', { 出生日期: '1936-06-06' }), line('庄同', { 出生日期: '1936-07-07' }), line('庄同', { 出生日期: '1936-07-07', '村（社区）': '贤家村' }), line('庄新')])
  expect(rowNamed(view, '庄秀瑛').candidates).toMatchObject([{ file: known.id, name: '庄秀英', because: ['near-name-birth-village'] }])
  expect(view.preview!.rows[2]!.candidates).toMatchObject([{ row: 4, file: null, because: ['same-name-and-birth'] }])
  expect((await apply(view)).body).toMatchObject({ code: 'import.undecided', details: { count: 2, rows: ['3', '5'] } })
  expect((await apply(view, { duplicates: [{ row: 3, decision: 'same', file: randomUUID() }, { row: 5, decision: 'skip' }] })).body.code).toBe('import.decision-wrong')
  const done = await apply(view, { duplicates: [{ row: 3, decision: 'same', file: known.id }, { row: 5, decision: 'new' }] })
  expect(done.body.result).toMatchObject({ made: 3, changed: 1 })
  expect(await fileNamed('庄同')).toHaveLength(2)
  expect((await page(known.id)).name).toBe('庄秀瑛')
})

test('one number twice in a list is one person: the second row fills what the first left open, and cannot become a second file', async () => {
  const number = inventIdentityNumber(510421, '1937-07-07')
  const view = await brought([line('霍双', { 身份证号: number, 出生日期: null, 联系电话: '13800004444' }), line('霍双', { 身份证号: number, 出生日期: null, 联系电话: '13900004444', 住址: '7组' })])
  expect(stateOf(view)).toEqual(['new', 'duplicate'])
  expect((await apply(view, { duplicates: [{ row: 4, decision: 'new' }] })).body.code).toBe('import.decision-wrong')
  await apply(view, { duplicates: [{ row: 4, decision: 'same', sameAsRow: 3 }] })
  const files = await fileNamed('霍双')
  expect(files).toHaveLength(1)
  expect(await page(files[0].id)).toMatchObject({ phoneMask: '138****4444', hasAddress: true })
})

test('asking twice at the same moment brings a list in once', async () => {
  const view = await brought([line('岳一'), line('岳二')])
  const answers = await Promise.all([apply(view), apply(view), apply(view, {}, town.workers.head)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect([await fileNamed('岳一'), await fileNamed('岳二')].map((files) => files.length)).toEqual([1, 1])
})

test('two lists with the same people at the same moment open one file each', async () => {
  const lines = [line('岳同', { 身份证号: inventIdentityNumber(510421, '1938-08-08'), 出生日期: null })]
  const [one, two] = [await brought(lines), await brought(lines, town.workers.head)]
  await Promise.all([apply(one), apply(two, {}, town.workers.head)])
  expect(await fileNamed('岳同')).toHaveLength(1)
})

test('undone, what the list opened is closed and counts no more, except where somebody wrote since', async () => {
  const before = await opened()
  const view = await brought([line('常闭'), line('常访'), line('常改')])
  await apply(view)
  const [closed, visited, changed] = await firstOf('常闭', '常访', '常改')
  await town.owner.query(`insert into consent (id, cell, place, station, dossier, file, purpose, medium, given_on) values ($1, 510421, $2, $3, $4, $4, 'service', 'written', '2026-05-20')`, [randomUUID(), visited.place, visited.station, visited.id])
  await town.ask(town.workers.east, 'POST', `/residents/${changed.id}/change`, { version: 1, phone: '13800005555' })
  const done = (await undo(view)).body
  expect(done.result.undone).toMatchObject({ closed: 1, putBack: 0, kept: 2, told: [{ row: 4, file: visited.id, why: 'undo.has-facts' }, { row: 5, file: changed.id, why: 'undo.changed-since' }] })
  expect([(await page(closed.id)).closedWhy, (await page(visited.id)).closedOn, (await page(changed.id)).closedOn]).toEqual(['import-undone', null, null])
  expect(await opened()).toBe(before + 2)
  // The list comes in again: the closed file is taken up again instead of a second one.
  const again = await brought([{ 姓名: '常闭', 出生日期: (closed.birth_on as Date | string) instanceof Date ? closed.birth_on.toLocaleDateString('sv') : closed.birth_on, '村（社区）': '水塘村' }])
  expect(stateOf(again)).toEqual(['update'])
  await apply(again)
  expect([(await fileNamed('常闭')).length, (await page(closed.id)).closedOn]).toEqual([1, null])
  expect(await opened()).toBe(before + 3)
})

test('a field somebody changed after the list stays, the others go back', async () => {
  const one = line('常半', { 联系电话: '13800006666' })
  await apply(await brought([one]))
  const [file] = await fileNamed('常半')
  const newer = await brought([{ ...one, 联系电话: '13800007777', 住址: '9组' }])
  await apply(newer)
  await town.ask(town.workers.head, 'POST', `/residents/${file.id}/change`, { version: 2, phone: '13800008888' })
  expect((await undo(newer)).body.result.undone).toMatchObject({ putBack: 0, kept: 1, told: [{ row: 3, file: file.id, why: 'undo.partly' }] })
  expect(await page(file.id)).toMatchObject({ phoneMask: '138****8888', hasAddress: false })
})

test('the station remembers how it matched the columns of such a list', async () => {
  const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'x', rows: [['姓名', '村', '爱好', '手机'], ['华一', '水塘村', '下棋', '13800001212']] }] }))
  const first = (await send(bytes)).body
  expect([first.preview!.remembered, first.preview!.mapping.columns.some(({ at }) => at === 2)]).toEqual([false, false])
  const columns = [...first.preview!.mapping.columns, { at: 2, as: 'note' as const }]
  const mapped = await town.ask(town.workers.east, 'POST', `/imports/${first.id}/mapping`, { version: first.version, mapping: { ...first.preview!.mapping, columns } })
  expect(mapped.body.preview.rows[0].note).toBe('爱好：下棋')
  await apply(mapped.body)
  const second = (await send(bytes, { who: town.workers.head })).body
  expect([second.preview!.remembered, second.preview!.rows[0]!.state]).toEqual([true, 'same'])
  expect((await town.ask(town.workers.east, 'POST', `/imports/${second.id}/mapping`, { version: second.version, mapping: { ...second.preview!.mapping, columns: [{ at: 1, as: 'village' }] } })).body.code).toBe('import.name-column-needed')
})

test('another station does not see a list, masked posts are refused, and nothing of it lies readable in the database', async () => {
  const view = await brought([line('容密', { 联系电话: '13812341234' })])
  for (const [method, path, body] of [['GET', '', undefined], ['POST', '/mapping', { version: 1, mapping: view.preview!.mapping }], ['POST', '/apply', { version: 1, badRows: 'leave-out' }], ['POST', '/undo', { version: 1 }]] as const) {
    const there = await town.ask(town.workers.west, method, `/imports/${view.id}${path}`, body)
    const nowhere = await town.ask(town.workers.west, method, `/imports/${randomUUID()}${path}`, body)
    expect([there.status, there.body.code, there.body], path).toEqual([404, 'import.not-found', nowhere.body])
  }
  expect((await town.ask(town.workers.west, 'GET', '/imports')).body.rows.map(({ id }: { id: string }) => id)).not.toContain(view.id)
  for (const who of ['cadre', 'township', 'county', 'city', 'manager', 'auditor', 'administrator'] as const) {
    expect((await send(Buffer.alloc(10), { who: town.workers[who] })).status, who).toBe(403)
    expect((await town.ask(town.workers[who], 'GET', `/imports/${view.id}`)).status, who).toBe(403)
  }
  const { rows } = await town.owner.query(`select to_jsonb(c)::text as text from import_content c union all select to_jsonb(b)::text from import_batch b`)
  for (const { text } of rows) for (const word of ['容密', '13812341234', Buffer.from('容密').toString('hex')]) expect(text).not.toContain(word)
})

test('what was uploaded is gone after the list is in, and after 30 days if it never is', async () => {
  const view = await brought([line('时过')])
  const there = async () => (await town.owner.query('select 1 from import_content where id = $1', [view.id])).rowCount
  await town.owner.query(`update import_content set made_at = $2::timestamptz - interval '29 days' where id = $1`, [view.id, town.clock.now()])
  await dropImportContents({ database: listener, clock: town.clock })
  expect(await there()).toBe(1)
  await town.owner.query(`update import_content set made_at = $2::timestamptz - interval '31 days' where id = $1`, [view.id, town.clock.now()])
  await dropImportContents({ database: listener, clock: town.clock })
  expect(await there()).toBe(0)
  expect((await apply(view)).body.code).toBe('import.expired')
  expect((await show(view.id)).hasContent).toBe(false)
  const { rows } = await town.owner.query(`select count(*)::int as n from history where table_name = 'import_content'`)
  expect(rows[0].n).toBe(0)
})

test('files that are no lists are refused in words', async () => {
  expect((await send(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))).body.code).toBe('sheet.old-format')
  expect((await send(Buffer.from('MZ\x90\0 exe', 'latin1'))).body.code).toBe('file.wrong-type')
  expect((await send(Buffer.from(await writeXlsx({ sheets: [{ name: 'a', rows: [['随便', '写写'], ['x', 'y']] }] })))).body.code).toBe('sheet.no-headings')
  expect((await send(await sheetOf([]))).body.code).toBe('sheet.empty')
})

test('the messy ledger of two merged towns: six wrong rows, one by a number Excel destroyed, nine who stand there already', async () => {
  const { preview } = (await send(Buffer.from(await makeMessyLedger(7, 60)), { who: town.workers.west })).body
  // Its villages are not those of this station.
  expect(preview!.counts.bad).toBe(60)
  const here = (await send(Buffer.from(await makeMessyLedger(7, 60)))).body
  expect(here.preview!.counts).toMatchObject({ total: 60, bad: 6, duplicate: 9, new: 45 })
  const codes = here.preview!.rows.filter(({ state }) => state === 'bad').flatMap(({ problems }) => problems.map(({ code }) => code))
  expect(codes.sort()).toEqual(['day.unreadable', 'identity.ruined-scientific', 'identity.wrong-check-digit', 'name.missing', 'phone.wrong', 'village.unknown'])
  const duplicates = decideAll(here.preview!)
  expect((await apply(here, { duplicates })).body.result).toMatchObject({ made: 45, leftOut: 6 })
  const again = (await send(Buffer.from(await makeMessyLedger(7, 60)))).body
  expect(again.preview!.counts.new).toBe(0)
})

const decideAll = (preview: ImportPreview) => preview.rows.filter(({ state }) => state === 'duplicate').map(sameAsFirst)
const sameAsFirst = ({ row, candidates: [one] }: ImportRow) => ({ row, decision: 'same', file: one!.file, sameAsRow: one!.row })

test('a long list comes in as a job, whole, and goes out again', async () => {
  const bytes = Buffer.from(await makeMessyLedger(11, 400, { villages: ['贤家村'] }))
  const view = (await send(bytes)).body
  expect(view.preview!.counts).toMatchObject({ total: 400, bad: 6 })
  const asked = await apply(view, { duplicates: decideAll(view.preview!) })
  expect(asked.body.state).toBe('applying')
  const done = await settled(view.id)
  expect(done.result!.made).toBeGreaterThan(360)
  const { version } = done
  expect((await town.ask(town.workers.east, 'POST', `/imports/${view.id}/undo`, { version })).body.state).toBe('undoing')
  expect((await settled(view.id)).result!.undone).toMatchObject({ closed: done.result!.made, kept: 0 })
}, 240_000)
