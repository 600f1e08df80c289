export { askJob, type JobInput } from './ask-job.ts'
export { startJobs, type JobParts, type PersonalTask, type StandingTask, type Tasks } from './start-jobs.ts'
