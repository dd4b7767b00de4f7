import type { CloudRequest } from './http.ts';

/** What a call to Graph is about. */
export type Resource =
  | 'users'
  | 'user'
  | 'methods'
  | 'requirements'
  | 'report'
  | 'sign-ins'
  | 'batch'
  | 'check-groups'
  | 'members'
  | 'own-application'
  | AppResource;

/** What concerns the app in people's Teams. */
export type AppResource = 'catalogue' | 'install' | 'installed-apps' | 'app-chat';

export function isAppResource(resource: Resource): resource is AppResource {
  return ['catalogue', 'install', 'installed-apps', 'app-chat'].includes(resource);
}

/** Which calls share the limit (learn.microsoft.com/graph/throttling-limits, identity and access reports). */
export function isIdentityReport(resource: Resource): boolean {
  return resource === 'methods' || resource === 'report' || resource === 'sign-ins';
}

/** The resource that a request asks for and the id in its path; undefined for a path that nobody plays. */
export function planOf(request: CloudRequest): [Resource, string?] | undefined {
  const call = `${request.method} ${decodeURIComponent(request.url.pathname)}`;
  const patterns: [RegExp, Resource][] = [
    [/^GET \/v1\.0\/users$/, 'users'],
    [/^GET \/v1\.0\/users\/([^/]+)$/, 'user'],
    [/^GET \/v1\.0\/users\/([^/]+)\/authentication\/methods$/, 'methods'],
    [/^GET \/beta\/users\/([^/]+)\/authentication\/requirements$/, 'requirements'],
    [/^POST \/v1\.0\/users\/([^/]+)\/checkMemberGroups$/, 'check-groups'],
    [/^GET \/v1\.0\/groups\/([^/]+)\/transitiveMembers(?:\/microsoft\.graph\.user)?$/, 'members'],
    [/^GET \/v1\.0\/reports\/authenticationMethods\/userRegistrationDetails$/, 'report'],
    [/^GET \/v1\.0\/auditLogs\/signIns$/, 'sign-ins'],
    [/^POST \/beta\/\$batch$/, 'batch'],
    [/^GET \/v1\.0\/applications\(appId='([^']+)'\)$/, 'own-application'],
    [/^GET \/v1\.0\/appCatalogs\/teamsApps$/, 'catalogue'],
    [/^POST \/v1\.0\/users\/([^/]+)\/teamwork\/installedApps$/, 'install'],
    [/^GET \/v1\.0\/users\/([^/]+)\/teamwork\/installedApps$/, 'installed-apps'],
    [/^GET \/v1\.0\/users\/([^/]+)\/teamwork\/installedApps\/[^/]+\/chat$/, 'app-chat'],
  ];
  for (const [pattern, resource] of patterns) {
    const match = pattern.exec(call);
    if (match) return [resource, match[1]];
  }
  return undefined;
}
