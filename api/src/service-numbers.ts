/** The number of a service as the system gives it: the place of its station, what it counts as, year and order. */
export const SERVICE_NUMBER = /^\d{6}(\d{3}){0,2}-[CGHS]\d{4}-\d{4,6}$/
/** As it is typed by hand, in capitals and with whatever hyphen. */
export const numberAsKept = (typed: string): string => typed.trim().toUpperCase().replace(/[\u2010-\u2015\uFF0D]/g, '-')
