/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // The browser journey needs a Chromium and plays the demo; the long journeys take minutes each, and the main one plays
  // against `npm start` here. They have commands of their own.
  testPathIgnorePatterns: [
    '<rootDir>/tests/browser/',
    '<rootDir>/tests/journeys/(main-demo|season|identity-out|no-permission|no-licence|reminders|notice-kill|guide-kill|instances|installation|production-install)\\.test\\.ts$',
    '<rootDir>/tests/services/reminders/season-whole\\.test\\.ts$',
    '<rootDir>/tests/services/directory/sweep-kill\\.test\\.ts$',
    '<rootDir>/tests/bot/tiers\\.test\\.ts$',
    '/node_modules/',
  ],
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
