import { randomUUID } from 'node:crypto';
import { createLease, type Lease } from '../jobs/lease.ts';
import type { Database } from '../store/database.ts';

/** The right to read the registration report, of which one reading at a time goes on over all instances. */
export function createReportLease(database: Database): Lease {
  return createLease({ database, name: 'registration-report', holder: randomUUID(), seconds: leaseSeconds });
}

/**
 * Does `work` while the lease, taken already, is kept; gives what it gives. A page can wait for minutes where Graph is
 * busy, and a second reading would follow the same links. The caller gives the lease back.
 */
export async function keeping<Result>(lease: Lease, work: () => Promise<Result>): Promise<Result> {
  const renewal = setInterval(() => void lease.take().catch(() => undefined), (leaseSeconds * 1000) / 3);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
  }
}

/** A longer lease would keep everybody waiting after its holder died. */
const leaseSeconds = 20;
