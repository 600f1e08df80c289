export { notify, type Told } from './notify.ts'
export { forgetNotices, giveNotices } from './give.ts'
export { sendPushes } from './push.ts'
export { noticeRoutes } from './routes.ts'
