import { z } from 'zod';
import { isRegistered, type MethodKind } from '../rollout/mfa-status.ts';
import type { Tx } from '../store/database.ts';

/** What a report that was handed over says of one address. */
export interface UploadedStatus {
  /** The sign-in name in lower case. */
  address: string;
  methods: MethodKind[];
  /** The instant at which it held. */
  asOf: Date;
  /** Whether that is the row's own time; else it is the file's, and a check of the day before may know more. */
  dated: boolean;
}

/** Stores rows of a report under its hash; at most 500, each address once. */
export async function storeUploadRows(tx: Tx, upload: string, rows: UploadedStatus[]): Promise<void> {
  const values = rows.map(({ address, methods, asOf, dated }) => ({
    address,
    methods,
    registered: isRegistered({ kind: 'known', methods, source: 'report-upload', asOf }) === true,
    as_of: asOf.toISOString(),
    dated,
  }));
  await tx.query(
    `insert into report_upload_rows (address, methods, registered, as_of, dated, upload)
     select r.address, r.methods, r.registered, r.as_of, r.dated, $2
       from jsonb_to_recordset($1::jsonb)
         as r(address text, methods jsonb, registered boolean, as_of timestamptz, dated boolean)
     on conflict (address) do update set methods = excluded.methods, registered = excluded.registered,
       as_of = excluded.as_of, dated = excluded.dated, upload = excluded.upload`,
    [JSON.stringify(values), upload],
  );
}

/** Forgets the rows of other reports than this one, at most 500 a call; gives how many went. */
export async function forgetOtherUploads(tx: Tx, upload: string): Promise<number> {
  const rows = await tx.query(
    `delete from report_upload_rows where address in
       (select address from report_upload_rows where upload <> $1 limit 500) returning address`,
    [upload],
  );
  return rows.length;
}

/**
 * Gives the accounts of these addresses the statuses that the report has for them; at most 500. Whatever is known from
 * a later time stays, and of one time Graph's own report.
 */
export async function applyUpload(tx: Tx, addresses: string[], now: Date): Promise<void> {
  await tx.query(
    `${applied} join jsonb_array_elements_text($2::jsonb) as w(address) on w.address = r.address ${unlessNewer}`,
    [now, JSON.stringify(addresses)],
  );
}

/** The same for one account, which was learnt of after the report. */
export async function applyUploadTo(tx: Tx, accountId: string, now: Date): Promise<void> {
  await tx.query(`${applied} where a.id = $2 ${unlessNewer}`, [now, accountId]);
}

/**
 * The same for accounts that have no methods known and are in the report, after the directory was listed anew: at most
 * 500 a call. Gives how many there were.
 */
export async function applyUploadToUnknown(tx: Tx, now: Date): Promise<number> {
  const rows = await tx.query(
    `${applied} where a.id in (
       select b.id from accounts b
         join report_upload_rows v on v.address = lower(b.upn)
         left join statuses t on t.account_id = b.id
        where t.methods is null and b.enabled order by b.id limit 500) ${unlessNewer} returning account_id`,
    [now],
  );
  return rows.length;
}

/**
 * The time of the newest report that was taken in whole, where it names this account; undefined where it does not. Such
 * a report stands for the account until a later one comes, however old the account's own row in it is.
 */
export async function uploadNaming(tx: Tx, accountId: string): Promise<Date | undefined> {
  const rows = await tx.query(
    `select u.as_of from accounts a
       join report_upload_rows r on r.address = lower(a.upn)
       join report_uploads u on u.hash = r.upload and u.finished_at is not null
      where a.id = $1`,
    [accountId],
  );
  return z.array(z.object({ as_of: z.date() })).parse(rows)[0]?.as_of;
}

/** $1 is the rollout's clock. Of several accounts that ever had the address, the enabled one is meant. */
const applied = `insert into statuses (account_id, methods, registered, methods_source, methods_as_of)
  select a.id, r.methods, r.registered, 'report-upload', r.as_of
    from accounts a join report_upload_rows r on r.address = lower(a.upn) and a.enabled`;

/** A time a day ahead of the rollout's clock was written while the clock was wrong (see status-rows.ts). */
const unlessNewer = `
  on conflict (account_id) do update set methods = excluded.methods, registered = excluded.registered,
    methods_source = excluded.methods_source, methods_as_of = excluded.methods_as_of
  where statuses.methods_as_of is null
     or statuses.methods_as_of > $1::timestamptz + interval '1 day'
     or (statuses.methods_source = 'report-upload' and statuses.methods_as_of <= excluded.methods_as_of)
     or statuses.methods_as_of < excluded.methods_as_of
       - case when (select dated from report_upload_rows r where r.address =
           (select lower(upn) from accounts b where b.id = excluded.account_id))
         then interval '0' else interval '1 day' end`;
