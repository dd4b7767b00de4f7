import { openDatabase } from '../../services/store/database.ts';
import { createRoad } from './outbound.ts';

/**
 * A process that does nothing but carry deliveries, for tests that kill it:
 * `node sender-process.ts <data directory or postgres URL> <requests a second>`.
 * Says `ready` on its standard output, and `done` before it ends by itself because nothing is left.
 */
const [place = '', perSecond = ''] = process.argv.slice(2);
const database = await openDatabase(
  place.startsWith('postgres') ? { databaseUrl: place } : { dataDir: place },
);
const { dispatcher } = createRoad({ database, perSecond: Number(perSecond) });
await dispatcher.start();
process.stdout.write('ready\n');
await dispatcher.idle();
await dispatcher.stop(1_000);
await database.close();
process.stdout.write('done\n');
