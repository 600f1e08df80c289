import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { IdParams, Saved } from '#api/common.ts'
import {
  AskFigureRows, AskFigures, AskOneNumber, AskTable, AskTableFile, Board, BoardQuery, ContractProgress, FigureChoices, FigureRows, Figures, OneNumber, ReportList, ReportParams, ReportsOf, ReportVersion,
  ReportView, ReturnReport, SaveReport, TableParams, TableView,
} from '#api/indicators.ts'
import { OpenFigures, OpenQuery } from '#api/open-figures.ts'
import { AGENCIES, CASEWORKERS, OFFICES, type Role } from '#api/roles.ts'
import { outsideOf } from '#server/platform/http/index.ts'
import { answerReport } from './actions/answer-report.ts'
import { askFigures } from './actions/ask-figures.ts'
import { askOneNumber } from './actions/ask-one-number.ts'
import { listChoices } from './actions/list-choices.ts'
import { listFigureRows } from './actions/list-figure-rows.ts'
import { listReports } from './actions/list-reports.ts'
import { saveReport } from './actions/save-report.ts'
import { showBoard } from './actions/show-board.ts'
import { showOpenFigures } from './actions/show-open-figures.ts'
import { showProgress } from './actions/show-progress.ts'
import { showReport } from './actions/show-report.ts'
import { showTable } from './actions/show-table.ts'
import { submitReport } from './actions/submit-report.ts'
import { writeTable } from './actions/write-table.ts'

/** Those who read figures. The administrator and the auditor do not; who only visits his village neither. */
const readers: readonly Role[] = [...CASEWORKERS, ...AGENCIES, ...OFFICES, 'evaluator']
/** Ledgers name people, masked for offices; those who see no person get their counts above. */
const ledgerReaders: readonly Role[] = [...CASEWORKERS, 'township_office', 'county_bureau']
const reportReaders: readonly Role[] = [...CASEWORKERS, ...AGENCIES, ...OFFICES]
const answerers = ['township_office', 'county_bureau'] as const
const boards = ['general_worker', 'general_supervisor', 'county_bureau', 'city_bureau', 'party_department'] as const

export const indicatorRoutes: FastifyPluginAsyncZod = async (app) => {
  const demo = () => app.parts.demo ?? false

  // 公开数据: anybody, no cookie; numbers by month in a county, nothing to open.
  app.get('/public/figures', { config: { who: 'anyone' }, schema: { querystring: OpenQuery, response: { 200: OpenFigures } } }, (request) => showOpenFigures(outsideOf(request), request.query))
  app.get('/figures/choices', { config: { who: readers }, schema: { response: { 200: FigureChoices } } }, (request) => request.as(listChoices))
  app.post('/figures', { config: { who: readers }, schema: { body: AskFigures, response: { 200: Figures } } }, (request) => request.as((work) => askFigures(work, request.body)))
  app.post('/figures/rows', { config: { who: readers }, schema: { body: AskFigureRows, response: { 200: FigureRows } } }, (request) => request.as((work) => listFigureRows(work, request.body)))
  app.post('/ask', { config: { who: readers }, schema: { body: AskOneNumber, response: { 200: OneNumber } } }, (request) => request.as((work) => askOneNumber(work, request.body)))

  app.post('/tables/:key', { config: { who: readers }, schema: { params: TableParams, body: AskTable, response: { 200: TableView } } },
    (request) => request.as((work) => showTable(work, request.params.key, { ...request.body, demo: demo() })))
  app.post('/tables/:key/xlsx', { config: { who: ledgerReaders }, schema: { params: TableParams, body: AskTableFile, response: { 200: z.any() } } }, async (request, reply) => {
    const { name, content } = await request.as((work) => writeTable(work, request.params.key, { ...request.body, demo: demo() }))
    return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(Buffer.from(content))
  })

  app.get('/reports', { config: { who: reportReaders }, schema: { querystring: ReportsOf, response: { 200: ReportList } } }, (request) => request.as((work) => listReports(work, request.query.month)))
  app.get('/reports/:station/:month', { config: { who: reportReaders }, schema: { params: ReportParams, response: { 200: ReportView } } },
    (request) => request.as((work) => showReport(work, request.params.station, request.params.month)))
  app.put('/reports/:station/:month', { config: { who: ['worker', 'station_head', 'general_worker', 'general_supervisor'] }, schema: { params: ReportParams, body: SaveReport, response: { 200: Saved } } },
    (request) => request.as((work) => saveReport(work, request.params.station, request.params.month, request.body)))
  app.post('/reports/:station/:month/submit', { config: { who: ['station_head', 'general_supervisor'] }, schema: { params: ReportParams, body: ReportVersion, response: { 200: Saved } } },
    (request) => request.as((work) => submitReport(work, request.params.station, request.params.month, request.body.version)))
  app.post('/reports/:station/:month/return', { config: { who: answerers }, schema: { params: ReportParams, body: ReturnReport, response: { 200: Saved } } },
    (request) => request.as((work) => answerReport(work, request.params.station, request.params.month, request.body)))
  app.post('/reports/:station/:month/accept', { config: { who: answerers }, schema: { params: ReportParams, body: ReportVersion, response: { 200: Saved } } },
    (request) => request.as((work) => answerReport(work, request.params.station, request.params.month, { ...request.body, why: null })))

  app.get('/contracts/:id/progress', { config: { who: [...readers] }, schema: { params: IdParams, response: { 200: ContractProgress } } }, (request) => request.as((work) => showProgress(work, request.params.id)))
  app.get('/board', { config: { who: boards }, schema: { querystring: BoardQuery, response: { 200: Board } } }, (request) => request.as((work) => showBoard(work, request.query)))
}
