// The bot's registration: where Teams finds it, and who it is.

param name string
param identityId string
param identityClientId string
param publicUrl string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-bot'
  // Registrations have no region.
  location: 'global'
  kind: 'azurebot'
  sku: {
    // Free: Teams is a standard channel, whose messages are not counted (azure.microsoft.com/pricing/details/bot-services).
    name: 'F0'
  }
  properties: {
    displayName: 'MFA helper'
    endpoint: '${publicUrl}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identityClientId
    msaAppMSIResourceId: identityId
    msaAppTenantId: tenant().tenantId
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
      // School tenants in the public cloud (not the US government's).
      deploymentEnvironment: 'CommercialDeployment'
      acceptedTerms: true
    }
  }
}
