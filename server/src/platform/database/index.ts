export { openDatabase, isBadValue, isBusy, isCheckViolation, isOutOfReach, isUniqueViolation, type Connection, type Database } from './open.ts'
export { kept, keptIfLed, limitTo } from './kept.ts'
export { admit, asActor, asGuest, asJobOf, asSelf, asSigningIn, seeOwn, touchSession, lookUp, type Actor, type Credentials, type Entered, type Tx } from './enter.ts'
export { accountByReach, accountInReach, networkByReach, networkInReach, peopleByReach, peopleInReach, requirePlaceInReach } from './second-look.ts'
