/** 王＊＊: the surname's first character and always two stars, so that not even the length tells. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}＊＊`

/** Stars and the last four. */
export const maskIdentity = (number: string): string => `${'*'.repeat(14)}${number.slice(-4)}`

/** 138****5678; of a shorter number only the last four. */
export const maskPhone = (digits: string): string => (/^1\d{10}$/.test(digits) ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-4)}`)
