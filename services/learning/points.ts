/** A point as a table keeps it: float32, little endian on every machine. */
export function toBytes(point: Float32Array): Uint8Array {
  const bytes = new Uint8Array(point.length * 4);
  const view = new DataView(bytes.buffer);
  point.forEach((value, at) => {
    view.setFloat32(at * 4, value, true);
  });
  return bytes;
}

/** The point in bytes that {@link toBytes} gave. */
export function fromBytes(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const point = new Float32Array(Math.floor(bytes.byteLength / 4));
  for (let at = 0; at < point.length; at += 1) point[at] = view.getFloat32(at * 4, true);
  return point;
}

/** The dot product of two points of length 1: 1 for the same, around 0 for strangers; 0 where they do not compare. */
export function likeness(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return 0;
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
