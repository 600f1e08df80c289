/** The shape of a service's number, as the server knows it (service-numbers.test.ts); asked about only when it is whole. */
export const SERVICE_NUMBER = /^\d{6}(\d{3}){0,2}-[CGHS]\d{4}-\d{4,6}$/
export const numberAsKept = (typed: string): string => typed.trim().toUpperCase().replace(/[\u2010-\u2015\uFF0D]/g, '-')
