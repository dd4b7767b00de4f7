/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // The browser journey needs a Chromium; it has a command of its own.
  testPathIgnorePatterns: ['<rootDir>/tests/browser/', '/node_modules/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 60_000,
  // Journeys wait for the processes that they start more than they work: one worker a core serves them best.
  maxWorkers: '100%',
};
