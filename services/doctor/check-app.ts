import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Graph, GraphFailure } from '../graph/client.ts';
import { pathSegment } from '../graph/users.ts';
import type { Check, Finding } from './check.ts';

export interface AppCheckOptions {
  graph: Graph;
  manifestPath: string;
  /** The bot's own application id. */
  appId: string;
  /** The app's id in its manifest; undefined where the environment names none. */
  teamsAppId: string | undefined;
}

const manifestName = 'Manifest';
const catalogueName = 'App catalogue';

/** Whether the manifest names this bot, and whether the catalogue has that app in that version. */
export function appCheck(options: AppCheckOptions): Check {
  return { name: catalogueName, look: () => look(options) };
}

async function look(options: AppCheckOptions): Promise<Finding[]> {
  const manifest = readManifest(options.manifestPath);
  if (!manifest) {
    return [
      {
        check: manifestName,
        kind: 'wrong',
        words: `${options.manifestPath} cannot be read.`,
        todo: 'Take it from the package again.',
      },
    ];
  }
  return [manifestFinding(options, manifest), await catalogueFinding(options, manifest.version)];
}

const manifestSchema = z.object({
  version: z.string(),
  id: z.string(),
  bots: z.array(z.object({ botId: z.string() })).min(1),
  webApplicationInfo: z.object({ id: z.string() }).optional(),
});
type Manifest = z.output<typeof manifestSchema>;

function readManifest(path: string): Manifest | undefined {
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** What `npm run package` fills in from the same environment is right by itself. */
const isFilledIn = (value: string) => /^\$\{\{\w+\}\}$/.test(value);

function manifestFinding({ appId }: AppCheckOptions, manifest: Manifest): Finding {
  const isOther = (id: string) => !isFilledIn(id) && id.toLowerCase() !== appId.toLowerCase();
  if (manifest.bots.some(({ botId }) => isOther(botId))) {
    return {
      check: manifestName,
      kind: 'wrong',
      words: 'it names another bot than MicrosoftAppId.',
      todo: 'Set bots[0].botId to MicrosoftAppId, run "npm run package" and upload the package again.',
    };
  }
  // Without it Teams lets the app install itself for nobody (learn.microsoft.com/graph/api/userteamwork-list-installedapps).
  if (!manifest.webApplicationInfo || isOther(manifest.webApplicationInfo.id)) {
    return {
      check: manifestName,
      kind: 'wrong',
      words:
        'its webApplicationInfo does not name MicrosoftAppId, so the bot cannot bring its app to anybody.',
      todo: 'Set webApplicationInfo.id to MicrosoftAppId, run "npm run package" and upload the package again.',
    };
  }
  return { check: manifestName, kind: 'ok', words: 'it names this bot.' };
}

async function catalogueFinding(options: AppCheckOptions, ownVersion: string): Promise<Finding> {
  const { graph, teamsAppId } = options;
  if (teamsAppId === undefined) {
    return {
      check: catalogueName,
      kind: 'left-out',
      words: 'TEAMS_APP_ID is not set, so the bot brings its app to nobody by itself.',
    };
  }
  try {
    const listed = await findApp(graph, teamsAppId);
    if (!listed) {
      return {
        check: catalogueName,
        kind: 'wrong',
        words: 'the organisation’s catalogue does not have the app with TEAMS_APP_ID.',
        todo: 'Run "npm run package" and upload the package in the Teams admin centre, under Manage apps.',
      };
    }
    const definition = listed.definitions.findLast(
      ({ state }) => state === undefined || state === 'published',
    );
    if (!definition) {
      return {
        check: catalogueName,
        kind: 'wrong',
        words: 'the app was submitted, but nobody has published it.',
        todo: 'Publish it in the Teams admin centre, under Manage apps.',
      };
    }
    const botId = await botOf(graph, { appId: listed.id, definitionId: definition.id });
    if (botId !== undefined && botId.toLowerCase() !== options.appId.toLowerCase()) {
      return {
        check: catalogueName,
        kind: 'wrong',
        words: 'the app in the catalogue belongs to another bot than MicrosoftAppId.',
        todo: 'Run "npm run package" with this environment and upload the package again.',
      };
    }
    if (definition.version !== undefined && definition.version !== filledVersion(ownVersion)) {
      return {
        check: catalogueName,
        kind: 'wrong',
        words: `it has version ${definition.version}, this code has ${filledVersion(ownVersion)}.`,
        todo: 'Run "npm run package" and upload the package again.',
      };
    }
    return { check: catalogueName, kind: 'ok', words: 'it has the app of this bot in this version.' };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (error.code === 'forbidden') {
      return {
        check: catalogueName,
        kind: 'left-out',
        words: 'cannot be looked at without AppCatalog.Read.All.',
      };
    }
    return {
      check: catalogueName,
      kind: 'wrong',
      words: `could not be looked at: ${error.message}`,
      todo: 'Run the doctor again in a minute.',
    };
  }
}

/** A manifest whose version is filled in gets that of package.json. */
function filledVersion(version: string): string {
  if (!isFilledIn(version)) return version;
  const file = new URL('../../package.json', import.meta.url);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}

const patience = { tries: 2, totalMs: 8_000 };

const appReply = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      distributionMethod: z.string().nullish(),
      appDefinitions: z
        .array(
          z.object({ id: z.string(), version: z.string().nullish(), publishingState: z.string().nullish() }),
        )
        .nullish(),
    }),
  ),
});

interface ListedApp {
  id: string;
  definitions: { id: string; version: string | undefined; state: string | undefined }[];
}

/** learn.microsoft.com/graph/api/appcatalogs-list-teamsapps, with `appDefinitions` expanded. */
async function findApp(graph: Graph, teamsAppId: string): Promise<ListedApp | undefined> {
  const filter = encodeURIComponent(`externalId eq '${teamsAppId}'`);
  const { value } = await graph.ask({
    resource: 'teams-app',
    permission: 'AppCatalog.Read.All',
    path: `/appCatalogs/teamsApps?$filter=${filter}&$expand=appDefinitions`,
    reply: appReply,
    patience,
  });
  const app = value.find(({ distributionMethod }) => distributionMethod === 'organization') ?? value[0];
  return (
    app && {
      id: app.id,
      definitions: (app.appDefinitions ?? []).map(({ id, version, publishingState }) => ({
        id,
        version: version ?? undefined,
        state: publishingState ?? undefined,
      })),
    }
  );
}

/** learn.microsoft.com/graph/api/teamworkbot-get. Undefined where Graph names no bot of this definition. */
async function botOf(
  graph: Graph,
  { appId, definitionId }: { appId: string; definitionId: string },
): Promise<string | undefined> {
  try {
    const { id } = await graph.ask({
      resource: 'teams-app-bot',
      permission: 'AppCatalog.Read.All',
      path: `/appCatalogs/teamsApps/${pathSegment(appId)}/appDefinitions/${pathSegment(definitionId)}/bot`,
      reply: z.object({ id: z.string().nullish() }),
      patience,
    });
    return id ?? undefined;
  } catch (error) {
    if (error instanceof GraphFailure && error.code === 'not-found') return undefined;
    throw error;
  }
}
