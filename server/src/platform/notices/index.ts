export { notify, type Told } from './notify.ts'
export { forgetNotices, giveNotices } from './give.ts'
export { noticeRoutes } from './routes.ts'
