/**
 * Which folder may import which. Each rule carries its reason; docs/architecture.md draws the same picture.
 * `import type` is not seen here, which is why cards own their view types.
 */
const layer = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });

const capabilities = '^services/(guides|knowledge|learning|reminders|notices|tickets|schools|progress)/';

export default {
  forbidden: [
    layer(
      'no-cycles',
      {},
      { circular: true },
      'A cycle means that two files are one idea, or that a third is missing.',
    ),
    layer(
      'cards-are-pure',
      { path: '^cards/' },
      { pathNot: '^(cards/|node_modules/zod/|zod$)' },
      'A card is a view in, JSON out. It must be renderable in a test with nothing running.',
    ),
    layer(
      'services-do-not-talk',
      { path: '^services/' },
      { path: '^(bot|cards|demo|tests|scripts|bench)/' },
      'Services know nothing of Teams or cards, so that they can be tested and moved without them.',
    ),
    layer(
      'only-bot-knows-the-sdks',
      { pathNot: '^(bot|tests|bench|node_modules)/' },
      { path: 'node_modules/(botbuilder|botframework-|@microsoft/teams-ai|restify)' },
      'Both bot SDKs are in maintenance: a later move must rewrite bot/ only.',
    ),
    layer(
      'rollout-is-pure',
      { path: '^services/rollout/' },
      { path: '^(services/(?!rollout/)|node:|fs|path)' },
      'Dates and readiness are decisions; they take facts and return values.',
    ),
    layer(
      'capabilities-are-independent',
      { path: '^services/(guides|knowledge|reminders|notices|tickets|schools|progress)/' },
      { path: capabilities, pathNot: '^services/$1/' },
      'A capability that needs another one needs a shared service below both.',
    ),
    layer(
      'learning-stands-on-knowledge',
      { path: '^services/learning/' },
      { path: capabilities, pathNot: '^services/(learning|knowledge)/' },
      'What was asked in vain is compared as knowledge compares; knowledge itself does not know who learns from it.',
    ),
    layer(
      'deliveries-below-capabilities',
      { path: '^services/(deliveries|directory|people|store|graph|jobs|telemetry)/' },
      { path: capabilities },
      'Imports point downwards: shared services do not know what is built on them.',
    ),
    layer(
      'store-is-the-floor',
      { path: '^services/(store|graph|telemetry)/' },
      { path: '^services/(deliveries|directory|people|jobs)/' },
      'The database and the Graph client know no domain tables.',
    ),
    layer(
      'demo-through-the-front-door',
      { path: '^demo/' },
      { path: '^bot/', pathNot: '^bot/(compose|config)\\.ts$' },
      'The demo is the product: it may wire it, not reach into it.',
    ),
    layer(
      'tests-through-the-front-door-for-main',
      { path: '^(scripts|tests|bench)/' },
      { path: '^bot/main\\.ts$' },
      'main.ts starts a process; journeys spawn it instead.',
    ),
    layer(
      'nobody-imports-the-demo',
      { path: '^(bot|cards|services|scripts|tests|bench)/', pathNot: '^tests/demo/' },
      { path: '^demo/' },
      'The product must not lean on the pretend tenant.',
    ),
    layer(
      'nobody-imports-tests',
      { pathNot: '^tests/' },
      { path: '^tests/' },
      'What tests need must not become a dependency of what runs.',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
