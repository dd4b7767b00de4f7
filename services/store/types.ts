/**
 * Types of PostgreSQL whose text both engines hand over untouched, by object id (pg_type.oid). The two drivers
 * disagree by default: a number, a BigInt or a Date in one time zone or another, which loses digits or days.
 */
export const typesKeptAsText = [
  20, // bigint, and so count()
  1700, // numeric, and so sum() over bigint
  1082, // date
  1083, // time
  1114, // timestamp without time zone
  1186, // interval
] as const;

/** The array types of the above, each with its element type. */
export const arraysKeptAsText = [1016, 1231, 1182, 1183, 1115, 1187] as const;

/** Undefined is stored as null on both engines; everything else goes to the driver as it is. */
export function parametersFor(parameters: unknown[] | undefined): unknown[] | undefined {
  return parameters?.map((value) => (value === undefined ? null : value));
}
