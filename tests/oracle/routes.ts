import { emergencyEntries } from './routes/emergency.ts'
import type { Entries } from './routes/entry.ts'
import { factEntries } from './routes/facts.ts'
import { networkEntries } from './routes/network.ts'
import { peopleEntries } from './routes/people.ts'
import { restEntries } from './routes/rest.ts'
import { serviceEntries } from './routes/services.ts'

/** Every route with who may call it and what it may show, said without the server's own code. */
export const ROUTES: Entries = { ...peopleEntries, ...factEntries, ...emergencyEntries, ...networkEntries, ...restEntries, ...serviceEntries }
