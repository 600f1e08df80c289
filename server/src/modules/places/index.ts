export { cellOf, formatDivisionCode, isDivisionCode, isWithin, levelOf, reachOf, type Reach } from './rules/division-code.ts'
export { loadDivisions } from './store/load-divisions.ts'
export { placeRoutes } from './routes.ts'
export { viewPlace } from './views.ts'
