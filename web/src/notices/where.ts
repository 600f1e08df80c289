import type { NoticeKind } from '#api/notices.ts'

/** The page each kind of notice leads to. It asks the server anew whether one may see what is there. */
export const WHERE: Record<NoticeKind, string> = {
  'glass-review': '/glass', 'glass-opened': '/glass', 'glass-asked': '/glass', 'glass-reviewed': '/glass', undelivered: '/undelivered',
  'report-returned': '/reports', 'report-accepted': '/reports', 'need-handed': '/needs?view=mine',
  'approval-asked': '/approvals', 'approval-returned': '/services?view=mine', 'approval-given': '/services?view=mine', 'referral-offered': '/services?view=offered', 'referral-answered': '/services', 'clock-runs': '/', 'clock-late': '/', 'clock-urgent': '/', 'form-filled': '/services?view=mine', 'from-outside': '/services', 'service-handed': '/services?view=mine', 'circle-joined': '/services',
}
