// The bot in one resource group: two instances in Azure Container Apps, their database on a private network, one managed
// identity for Teams, Microsoft Graph and the image registry, and the bot's registration with the Teams channel.
//
//   az deployment group create --resource-group <group> --template-file infra/main.bicep --parameters infra/main.bicepparam
//
// docs/operations.md, "Deploy", goes through it step by step. Resource types, versions and property names:
// learn.microsoft.com/azure/templates. Running it again changes only what differs.

@description('Begins the name of everything made here. Lower-case letters, digits and single hyphens.')
@minLength(3)
@maxLength(16)
param name string = 'mfa-rollout'

@description('Where it runs. The personal data of school staff stays in this region.')
param location string = resourceGroup().location

@description('The name of the container registry in this resource group that holds the image (docs/operations.md, step 2).')
param registryName string

@description('The image with its version, as built into that registry. Never "latest": an upgrade names what it upgrades to.')
param image string

@description('The object id of the Entra group of the service desk.')
param serviceDeskGroupId string

@description('The id of the Teams app: the same as in the app package.')
param teamsAppId string

@description('The rollout plan inside the image.')
param rolloutPlan string = 'services/rollout/norfolk-2018.yaml'

@description('An address of your own for the bot, such as https://mfa.example.gov.uk. Empty: the address that Azure gives.')
param publicUrl string = ''

@description('Makes a file share for the registration report, for tenants where the bot may not read it from Graph (tier 0).')
param withReportUpload bool = false

@description('The password of the database. It goes into the key vault; nobody needs to know it by heart.')
@secure()
@minLength(20)
param databasePassword string

@description('The size of the database server. Burstable is enough for 25,000 accounts; a standby needs GeneralPurpose.')
param databaseSku object = {
  name: 'Standard_B2s'
  tier: 'Burstable'
}

@description('A standby of the database in another zone takes over by itself.')
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param databaseHighAvailability string = 'Disabled'

@description('How many days the server keeps its own backups.')
@minValue(7)
@maxValue(35)
param databaseBackupDays int = 14

@description('Instances that always run. One alone would be away during every restart.')
@minValue(2)
@maxValue(10)
param minReplicas int = 2

@description('Instances at most. Teams limits the messages of all instances together, so more than four gain little.')
@minValue(2)
@maxValue(10)
param maxReplicas int = 4

// One identity for everything, without a secret that could expire or leak.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

// AcrPull (learn.microsoft.com/azure/role-based-access-control/built-in-roles): read images, nothing else.
var acrPullRoleId = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, acrPullRoleId)
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPullRoleId)
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: name
    location: location
    subnetId: network.outputs.databaseSubnetId
    privateDnsZoneId: network.outputs.databaseDnsZoneId
    password: databasePassword
    sku: databaseSku
    highAvailability: databaseHighAvailability
    backupDays: databaseBackupDays
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: name
    location: location
    readerPrincipalId: identity.properties.principalId
    databaseHost: database.outputs.host
    databaseLogin: database.outputs.login
    databaseName: database.outputs.databaseName
    databasePassword: databasePassword
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: name
    location: location
    subnetId: network.outputs.appSubnetId
    identityId: identity.id
    identityClientId: identity.properties.clientId
    registryServer: registry.properties.loginServer
    image: image
    databaseUrlSecretUri: vault.outputs.databaseUrlSecretUri
    serviceDeskGroupId: serviceDeskGroupId
    teamsAppId: teamsAppId
    rolloutPlan: rolloutPlan
    publicUrl: publicUrl
    withReportUpload: withReportUpload
    minReplicas: minReplicas
    maxReplicas: maxReplicas
  }
  dependsOn: [mayPull]
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: name
    identityId: identity.id
    identityClientId: identity.properties.clientId
    publicUrl: app.outputs.publicUrl
  }
}

@description('MicrosoftAppId: for the app package.')
output microsoftAppId string = identity.properties.clientId

@description('The object id to which the Graph permissions are granted (infra/grant-permissions.sh).')
output identityPrincipalId string = identity.properties.principalId

@description('PUBLIC_URL: for the app package.')
output publicUrl string = app.outputs.publicUrl

@description('Where the registration report is put; empty without the share.')
output reportShare string = app.outputs.reportShare
