import { ContactPage } from './contact-page.tsx'

/** 记电话 */
export default function CallPage() {
  return <ContactPage kind="call" />
}
