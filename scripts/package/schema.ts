import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);

/**
 * The newest version of the manifest whose schema ships inside npm (@microsoft/app-manifest 1.1.2). Its file is read
 * instead of fetched from developer.microsoft.com, so that a package can be made and tested without a network.
 */
export const manifestVersion = '1.30';

/** What Microsoft's own JSON schema has against this manifest, a sentence each; empty when it is valid. */
export function schemaFaults(manifest: unknown): string[] {
  const file = require.resolve(
    `@microsoft/app-manifest/build/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
  );
  // The schema writes the bell character as \a, which a JavaScript pattern does not know
  // (github.com/OfficeDev/microsoft-teams-app-schema/issues/190; the package's own validator does the same).
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8').replaceAll(/\\\\a/g, '\\\\x07'));
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false });
  addFormats.default(ajv, ['uri', 'email', 'regex']);
  const validate = ajv.compile(schema as object);
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const extra = 'additionalProperty' in params ? ` (${String(params.additionalProperty)})` : '';
    return `manifest.json ${instancePath.slice(1) || 'as a whole'}: ${message ?? 'is not valid'}${extra}`;
  });
}
