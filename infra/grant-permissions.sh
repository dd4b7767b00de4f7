#!/usr/bin/env bash
# Grants application permissions of Microsoft Graph to the bot's identity. A managed identity cannot be given them in the
# portal. Whoever runs it needs the Entra role Privileged Role Administrator; running it again changes nothing.
#
#     infra/grant-permissions.sh <object id of the identity> <permission> …
#     infra/grant-permissions.sh "$PRINCIPAL" User.Read.All GroupMember.Read.All AuditLog.Read.All
#
# Source: learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments
set -euo pipefail

if [ $# -lt 2 ]; then
  echo "Say whom and what: infra/grant-permissions.sh <object id of the identity> <permission> …" >&2
  exit 1
fi
principal=$1
shift

# Microsoft Graph itself: the same application id in every tenant.
graph=$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)
granted=$(az rest --method get --output tsv --query 'value[].appRoleId' \
  --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments")

for permission in "$@"; do
  role=$(az ad sp show --id "$graph" --output tsv \
    --query "appRoles[?value=='$permission' && contains(allowedMemberTypes, 'Application')].id | [0]")
  if [ -z "$role" ] || [ "$role" = None ]; then
    echo "!!  $permission is no application permission of Microsoft Graph: check its spelling" >&2
    exit 1
  fi
  if grep -qi "$role" <<<"$granted"; then
    echo "ok  $permission was granted before"
    continue
  fi
  az rest --method post --output none \
    --url "https://graph.microsoft.com/v1.0/servicePrincipals/$principal/appRoleAssignments" \
    --body "{\"principalId\": \"$principal\", \"resourceId\": \"$graph\", \"appRoleId\": \"$role\"}"
  echo "ok  $permission granted"
done
