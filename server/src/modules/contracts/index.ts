export { saveContract } from './actions/save-contract.ts'
export { contractRoutes } from './routes.ts'
export { daysLeft, shareOfTimeGone, stateOn } from './rules.ts'
export { type ContractInReach, contractsInReach } from './views/contracts.ts'
