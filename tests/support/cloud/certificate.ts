import { generate } from 'selfsigned';

/** PEM texts of a certificate authority made for one test run, and of a server that it vouches for. */
export interface Certificates {
  /** For NODE_EXTRA_CA_CERTS: the only thing that makes the bot believe the simulated hosts. */
  authority: string;
  certificate: string;
  key: string;
}

// Wide enough that a process whose clock was moved to November 2018 accepts it as well.
const notBeforeDate = new Date('2018-01-01T00:00:00Z');
const notAfterDate = new Date('2040-01-01T00:00:00Z');
const common = { keyType: 'ec', algorithm: 'sha256', notBeforeDate, notAfterDate } as const;

/** Makes an authority and a server certificate for `hosts`. Nothing of them outlives the test run. */
export async function makeCertificates(hosts: readonly string[]): Promise<Certificates> {
  const authority = await generate([{ name: 'commonName', value: 'Simulated cloud authority' }], {
    ...common,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    ...common,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  return { authority: authority.cert, certificate: server.cert, key: server.private };
}

/** A certificate of the bot's own with its private key, one PEM text, as an administrator uploads its public half to Entra. */
export async function makeOwnCertificate(dates: {
  notBeforeDate: Date;
  notAfterDate: Date;
}): Promise<string> {
  const own = await generate([{ name: 'commonName', value: 'MFA rollout bot' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    ...dates,
  });
  return `${own.cert}\n${own.private}`;
}
