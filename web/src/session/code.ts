/** Six digits of an authenticator, or one number of the printed card. */
export const isCode = (text: string): boolean => /^\d{6}$|^[A-Z2-9]{4}-?[A-Z2-9]{4}$/i.test(text)
