import { makeCity } from './city/make-city.ts'
import { startCluster } from './support/cluster.ts'
const cluster = await startCluster()
try {
  const city = await makeCity(cluster, Number(process.argv[2] ?? 10000))
  console.log(city.database, city.towns.length, city.towns[0]!.name)
} finally { await cluster.stop() }
