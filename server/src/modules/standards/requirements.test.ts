import { expect, test } from 'vitest'
import { requirePacks, resolveStandards } from './index.ts'

/** The rows of docs/requirements.csv that are data of a pack: requirement number → key, as `R107 mzt071.1.1 guide L146-151`. */
const packs = requirePacks('standards')
const packOf = (key: string) => packs.find((one) => one.key === key)!
const panzhihua = resolveStandards(packs, 510421100000, '2026-03-01')
const jilin = resolveStandards(packs, 220102001001, '2026-03-01')
const beijing = resolveStandards(packs, 110101001000, '2026-03-01')

const rowsOf = (table: string) => table.trim().split('\n').map((line) => line.trim().split(/\s+/) as [string, string, ...string[]])
const CHINESE = /[一-鿿]/

test('every item of MZ/T 071 named by the seed stands in its pack, with the place it was taken from', () => {
  const rows = rowsOf(`
    R107 1.1 L146-151
    R108 1.2 L153-157
    R109 1.3 L159-163
    R110 1.4 L165-167
    R111 1.5 L169-171
    R112 1.6 L173-176
    R113 1.7 L178-180
    R114 1.8 L182-186
    R115 2.1 L188-192
    R116 2.2 L194-196
    R117 2.3 L198-200
    R118 2.4 L202-205
    R119 2.5 L207-213
    R120 3.1 L215-220
    R121 3.2 L222-226
    R122 3.3 L228-230
    R123 3.4 L232-235
    R124 3.5 L237-238
    R125 4.1 L240-243
    R126 4.2 L245-253
    R127 4.3 L255-257
    R128 4.4 L259-261
    R129 4.5 L263-266
    R130 4.6 L268-272
    R131 5.1 L274-279
    R132 5.2 L281-283
    R133 5.3 L285-289
    R134 5.4 L291-294
    R135 5.5 L296-299
    R136 5.6 L301-305
    R137 6.1 L307-312
    R138 6.2 L314-316
    R139 6.3 L318-320
    R140 6.4 L322-327
    R141 7 L329-332`)
  for (const [id, clause, lines] of rows) {
    const item = panzhihua.item(`mzt071.${clause}`)
    expect([id, item?.clause, item?.source, item?.basis]).toEqual([id, clause, `guide ${lines}`, 'seed'])
    expect(item?.title.zh, id).toMatch(CHINESE)
  }
  expect(rows).toHaveLength(35)
})

test('the six task areas of community social work are the first six categories of MZ/T 071', () => {
  const categories = panzhihua.items('mzt071').filter(({ kind }) => kind === 'category')
  expect(categories.slice(0, 6).map(({ title }) => title.zh)).toEqual(['统筹社区照顾', '扩大社区参与', '促进社区融合', '推动社区发展', '参与社区矫正', '参与社区戒毒社区康复'])
})

test('every area and field of the Beijing catalogue named by the seed stands in its pack', () => {
  const rows = rowsOf(`
    R144 bj.added.emergency L10-18
    R144 bj.added.party-mass L10-18
    R144 bj.added.environment L10-18
    R144 bj.added.quick-response L10-18
    R144 bj.added.psychology L10-18
    R145 bj.1 L20-28
    R145 bj.1.policy L20-28
    R145 bj.1.identify L20-28
    R145 bj.1.counselling L20-28
    R145 bj.1.resources L20-28
    R145 bj.1.network L20-28
    R146 bj.2 L28-31
    R146 bj.2.participation L28-31
    R146 bj.2.integration L28-31
    R146 bj.2.development L28-31
    R147 bj.3 L31-36
    R147 bj.3.epidemic L31-36
    R147 bj.3.response L31-36
    R147 bj.3.rebuilding L31-36`)
  for (const [id, key, lines] of rows) {
    const item = beijing.item(key)
    expect([id, key, item?.source, item?.basis]).toEqual([id, key, `catalogue ${lines}`, 'seed'])
    expect(item?.title.zh, id).toMatch(CHINESE)
  }
  expect(beijing.items().map(({ key }) => key).sort()).toEqual(rows.map(([, key]) => key).sort())
})

test('every numbered item of Annex 2 §3 named by the seed stands in the Panzhihua pack', () => {
  const rows = rowsOf(`
    R151 3.1
    R151 3.2
    R151,R190 3.4
    R151,R191 3.5
    R153 3.2.1
    R153 3.2.2
    R153 3.2.3
    R153 3.2.4
    R153 3.2.5
    R154 3.3
    R155 3.1.1
    R156 3.1.2
    R157 3.1.3
    R158 3.1.4
    R160 3.1.5
    R162 3.2.1.1
    R163 3.2.1.2
    R164 3.2.1.3
    R165 3.2.1.4
    R166 3.2.1.5
    R167 3.2.1.6
    R168 3.2.1.7
    R169 3.2.1.8
    R170 3.2.2.1
    R171 3.2.2.2
    R172 3.2.2.3
    R173 3.2.2.4
    R174 3.2.2.5
    R175 3.2.2.6
    R176 3.2.3.1
    R177 3.2.3.2
    R178 3.2.3.3
    R179 3.2.4.1
    R180 3.2.4.2
    R181 3.2.4.3
    R182 3.2.5.1
    R183 3.2.5.2
    R184 3.2.5.3
    R185 3.3.1
    R187 3.3.2
    R189 3.3.3`)
  for (const [id, clause] of rows) {
    const item = panzhihua.item(`pzh.${clause}`)
    expect([id, item?.clause, item?.basis], id).toEqual([id, clause, 'seed'])
    expect(item?.source, id).toMatch(/^annex-2 L\d+/)
    expect(item?.title.zh, id).toMatch(CHINESE)
  }
  // Nothing else stands in the pack.
  expect(panzhihua.items('panzhihua').map(({ clause }) => clause).sort()).toEqual(rows.map(([, clause]) => clause).sort())
})

test('every target of the Panzhihua plan and its annexes is a parameter of its pack, with its clause', () => {
  const rows = rowsOf(`
    R030 network.pilot_township_min 3 plan L42
    R030 network.pilot_township_max 5 plan L42
    R030 network.pilot_room_min 5 plan L42
    R030 network.pilot_room_max 8 plan L42
    R042 network.redistricted_share 50 plan L74
    R044 network.cover_year 2025 plan L76
    R094 station.min_certified_workers 2 annex-2 L193
    R095 station.head_count 1 annex-2 L195
    R159 station.year_functional_orgs 3 annex-2 L211
    R159 station.year_hobby_orgs 3 annex-2 L211
    R159 station.redistricted_org_share 30 annex-2 L211
    R161 station.year_volunteers 30 annex-2 L213-215
    R186 station.pilot_year_registered_org 1 annex-2 L287
    R186 station.other_5y_agency 1 annex-2 L287
    R188 station.pilot_year_certified 2 annex-2 L289-291
    R188 station.other_5y_certified 10 annex-2 L289-291
    R249 station.year_orgs_for every annex-2 L211`)
  for (const [id, key, value, ...source] of rows) {
    const row = panzhihua.parameter(key)
    expect([id, key, String(row.value), row.source, row.pack]).toEqual([id, key, value, source.join(' '), 'panzhihua-2021'])
    expect(row.title.zh, id).toMatch(CHINESE)
  }
})

test('every number of staff MZ/T 071 and the Jilin opinion ask for is a parameter of its pack', () => {
  const nation = (key: string) => resolveStandards(packs, 440300000000, '2026-03-01').parameter(key)
  expect(['community.urban_min_workers', 'community.rural_min_workers'].map((key) => [nation(key).value, nation(key).source])).toEqual([[1, 'guide L76-82'], [1, 'guide L76-82']])
  const rows = rowsOf(`
    R083 community.urban_min_workers 2 L16
    R083 community.rural_min_workers 1 L16
    R083 province.target_year 2020 L16
    R084 community.urban_professional_share 30 L31
    R085 province.talent_target 5000 L29
    R247 province.agencies_target 300 L35`)
  for (const [id, key, value, lines] of rows) {
    const row = jilin.parameter(key)
    expect([id, key, String(row.value), row.source, row.pack]).toEqual([id, key, value, `opinion ${lines}`, 'jilin-2016'])
    expect(row.title.zh, id).toMatch(CHINESE)
  }
})

test('tiers, build modes, pilots, hosts, operators, ways of engaging staff and the five actors are lists to choose from, each with its clause', () => {
  const rows = rowsOf(`
    R028 station-tier general,township,room L36
    R035 build-mode provincial-fund,governance-pilot,civil-affairs-host,county-self-build,existing-premises L40-52
    R035 pilot-flag social-work-pilot,governance-pilot L164-168
    R071 host-type party-mass-centre,comprehensive-facility,convenience-centre,civil-affairs-institution,incubation-base,shared,own-building L177
    R096 staffing-mode unified-recruitment,dispatch,service-purchase L197
    R294 operator-mode self-run,purchased,other L305
    R017 actor community,social-worker,social-organisation,volunteer,charity-resource L64-75`)
  const lists = packOf('national-base').lists
  for (const [id, list, keys, lines] of rows) {
    const source = lists.find(({ key }) => key === list)?.source
    expect([id, source?.split(' ')[1], panzhihua.codes(list).map(({ key }) => key).join(',')]).toEqual([id, lines, keys])
    for (const { title } of panzhihua.codes(list)) expect(title.zh, id).toMatch(CHINESE)
  }
  const mode = (key: string) => panzhihua.code('build-mode', key)?.source
  expect(['governance-pilot', 'civil-affairs-host', 'county-self-build', 'existing-premises'].map(mode)).toEqual(['panzhihua L44', 'panzhihua L46-48', 'panzhihua L50', 'panzhihua L52'])
  expect(jilin.codes('priority-group').map(({ title, source }) => [title.zh, source])).toEqual([['为老', 'opinion L43'], ['为少', 'opinion L43'], ['为特', 'opinion L43']])
})

test('the groups the guide turns to are groups a resident can be put in', () => {
  const groups = { elders: ['lives-alone', 'very-old'], hardship: ['dibao', 'tekun'], special: ['disabled', 'community-correction', 'detox-recovery'], floating: ['floating-population', 'floating-child'] }
  const leftBehind = ['left-behind-elder', 'left-behind-child', 'left-behind-woman']
  for (const key of [...Object.values(groups).flat(), ...leftBehind]) expect(panzhihua.tag(key)?.title.zh, key).toMatch(CHINESE)
})

test('every line of Annex 2 §1 and §2 is a line of the checklists of a station', () => {
  const clausesOf = (key: string) => Object.fromEntries((panzhihua.checklist(key)?.items ?? []).map((item) => [item.key, item.clause]))
  expect(clausesOf('pzh.facilities')).toMatchObject({
    site: '1.1', host: '1.2', sign: '1.3', wall: '1.3', 'zone-office': '1.4', 'zone-service': '1.4', 'zone-activity': '1.4', 'access-entrance': '1.6', 'access-toilet': '1.6', fire: '1.7',
    'notice-board': '1.8', 'online-platform': '1.8',
  })
  expect(Object.entries(clausesOf('pzh.facilities')).filter(([, clause]) => clause === '1.5').map(([key]) => key)).toEqual([
    'desks', 'document-cabinet', 'archive-cabinet', 'computer', 'printer', 'telephone', 'multimedia', 'whiteboard'])
  expect(clausesOf('pzh.staffing')).toEqual({ 'certified-workers': '2.1', volunteers: '2.1', head: '2.2', 'staffing-mode': '2.3', ethics: '2.4', badge: '2.4' })
  for (const key of ['pzh.facilities', 'pzh.staffing']) {
    for (const { title, source } of panzhihua.checklist(key)?.items ?? []) expect([title.zh, source]).toEqual([expect.stringMatching(CHINESE), expect.stringMatching(/^annex-2 L1\d\d/)])
  }
  const evidence = panzhihua.checklist('pzh.facilities')?.items.filter(({ clause }) => clause === '1.3').map((item) => item.evidence)
  expect(evidence).toEqual(['photo', 'photo'])
})

test('the steps of readiness say what they ask and of whom: weaker townships five haves, better-off ones Annex 2 with an agency', () => {
  const step = (key: string) => panzhihua.readiness().find((one) => one.key === key)
  expect(step('pzh.ready-five')).toMatchObject({ rank: 1, requires: ['pzh.five-haves'], for: { zh: '基础条件较弱的乡镇（街道）' }, source: 'plan L78' })
  expect(step('pzh.ready-three')).toMatchObject({ rank: 2, requires: ['pzh.five-haves', 'pzh.three-haves'], source: 'plan L78' })
  expect(step('pzh.ready-standard')).toMatchObject({ rank: 3, requires: ['pzh.five-haves', 'pzh.three-haves', 'pzh.facilities', 'pzh.staffing'], source: 'plan L78' })
  expect(panzhihua.checklist('pzh.five-haves')?.items.map(({ key }) => key)).toEqual(['premises', 'sign', 'equipment', 'staff', 'rules'])
  expect(panzhihua.checklist('pzh.three-haves')?.items.map(({ key }) => key)).toEqual(['full-time-certified', 'agency', 'professional-service'])
  expect(jilin.checklist('jilin.four-haves')?.items.map(({ key }) => key)).toEqual(['platform', 'team', 'practice', 'incubation'])
})

test('each plan names who issued it, its number, its day and its annexes', () => {
  const plan = packOf('panzhihua-2021')
  expect([plan.issuer.zh.split('、'), plan.effective.from]).toEqual([['攀枝花市民政局', '市委组织部', '市财政局', '市人力资源社会保障局'], '2021-05-10'])
  expect(['plan', 'annex-1', 'annex-2'].map((key) => plan.sources[key]?.number)).toEqual(Array(3).fill('攀民政〔2021〕31号'))
  expect([plan.sources['annex-1']?.title.zh, plan.sources['annex-2']?.title.zh]).toEqual([expect.stringContaining('附件1'), expect.stringContaining('附件2')])
  const opinion = packOf('jilin-2016')
  expect([opinion.issuer.zh.split('、'), opinion.sources['opinion']?.number, opinion.effective.from]).toEqual([['吉林省民政厅', '省委组织部', '省财政厅'], '吉民发〔2016〕28号', '2016-07-05'])
})
