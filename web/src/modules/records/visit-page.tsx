import { ContactPage } from './contact-page.tsx'

/** 记走访 */
export default function VisitPage() {
  return <ContactPage kind="visit" />
}
