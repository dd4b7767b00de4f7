export type StoreFailureCode = 'unreachable' | 'newer-than-code' | 'in-use' | 'bad-migration';

/** The database cannot be used as it is. The message says what was tried, what came back and what to check. */
export class StoreFailure extends Error {
  readonly code: StoreFailureCode;

  constructor(code: StoreFailureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreFailure';
    this.code = code;
  }
}
