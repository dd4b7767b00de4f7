// The one secret of the deployment, the database's address with its password. The bot itself has none: it is a managed
// identity. The vault is reached over Azure's public endpoint; who may read it is decided by roles.

param name string
param location string
param readerPrincipalId string
param databaseHost string
param databaseLogin string
param databaseName string
@secure()
param databasePassword string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  // Vault names are unique in all of Azure and at most 24 characters long.
  name: 'kv-${uniqueString(resourceGroup().id, name)}'
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource databaseUrl 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    contentType: 'DATABASE_URL of the bot'
    // verify-full: the server must prove who it is by a certificate of an authority that Node knows.
    value: 'postgres://${databaseLogin}:${uriComponent(databasePassword)}@${databaseHost}:5432/${databaseName}?sslmode=verify-full'
  }
}

// Key Vault Secrets User (learn.microsoft.com/azure/key-vault/general/rbac-guide): read secrets, nothing else.
var secretsUserRoleId = '4633458b-17de-408a-b874-0445c86b69e6'

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, readerPrincipalId, secretsUserRoleId)
  scope: vault
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUserRoleId)
  }
}

// Without a version: a changed secret is taken by the next revision or restart.
output databaseUrlSecretUri string = databaseUrl.properties.secretUri
