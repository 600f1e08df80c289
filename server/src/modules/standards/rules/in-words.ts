import type { Text } from './pack.ts'
import type { Language } from './problem.ts'

/** A pack's words in the reader's language; Chinese where it has no others, and where nobody said. */
export const inWords = ({ zh, en }: Text, language: Language = 'zh'): string => (language === 'en' ? en ?? zh : zh)
