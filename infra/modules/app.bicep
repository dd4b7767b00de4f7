// The bot's instances and their log.

param name string
param location string
param subnetId string
param identityId string
param identityClientId string
param registryServer string
param image string
param databaseUrlSecretUri string
param serviceDeskGroupId string
param teamsAppId string
param rolloutPlan string
param publicUrl string
param withReportUpload bool
param minReplicas int
param maxReplicas int

var appName = '${name}-bot'
var reportFolder = '/reports'

// The log has no personal data (docs/data-protection.md).
resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource containerEnvironment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      // Teams calls from the internet.
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = if (withReportUpload) {
  name: 'reports${uniqueString(resourceGroup().id, name)}'
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_LRS'
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowBlobPublicAccess: false
    // Container Apps mounts a file share with the account's key
    // (learn.microsoft.com/azure/container-apps/storage-mounts-azure-files).
    allowSharedKeyAccess: true
  }

  resource files 'fileServices' = {
    name: 'default'

    resource share 'shares' = {
      name: 'reports'
      properties: {
        shareQuota: 1
      }
    }
  }
}

resource reports 'Microsoft.App/managedEnvironments/storages@2025-01-01' = if (withReportUpload) {
  parent: containerEnvironment
  name: 'reports'
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage!.listKeys().keys[0].value
      shareName: 'reports'
      // The bot only reads there.
      accessMode: 'ReadOnly'
    }
  }
  dependsOn: [storage::files::share]
}

var ownUrl = 'https://${appName}.${containerEnvironment.properties.defaultDomain}'
var usedUrl = empty(publicUrl) ? ownUrl : publicUrl

// README.md lists every variable. Nothing here is a secret but DATABASE_URL, which comes from the key vault.
var settings = [
  {
    name: 'MicrosoftAppType'
    value: 'UserAssignedMSI'
  }
  {
    name: 'MicrosoftAppId'
    value: identityClientId
  }
  {
    name: 'MicrosoftAppTenantId'
    value: tenant().tenantId
  }
  {
    name: 'SERVICE_DESK_GROUP_ID'
    value: serviceDeskGroupId
  }
  {
    name: 'TEAMS_APP_ID'
    value: teamsAppId
  }
  {
    name: 'ROLLOUT_PLAN'
    value: rolloutPlan
  }
  {
    name: 'PUBLIC_URL'
    value: usedUrl
  }
  {
    name: 'DATABASE_URL'
    secretRef: 'database-url'
  }
  {
    // Container Apps' own proxy is the one that writes X-Forwarded-For.
    name: 'TRUST_PROXY'
    value: '1'
  }
]

var reportSettings = [
  {
    name: 'REGISTRATION_REPORT_DIR'
    value: reportFolder
  }
]

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: appName
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: containerEnvironment.id
    workloadProfileName: 'Consumption'
    configuration: {
      // The new revision takes over when it is ready; then the old one is asked to stop.
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 3978
        transport: 'auto'
        allowInsecure: false
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: [
        {
          name: 'database-url'
          keyVaultUrl: databaseUrlSecretUri
          identity: identityId
        }
      ]
    }
    template: {
      // The bot ends what is under way within 20 seconds; then it may be killed.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'bot'
          image: '${registryServer}/${image}'
          resources: {
            cpu: json('1.0')
            memory: '2Gi'
          }
          env: withReportUpload ? concat(settings, reportSettings) : settings
          volumeMounts: withReportUpload ? [
            {
              volumeName: 'reports'
              mountPath: reportFolder
            }
          ] : []
          probes: [
            {
              // The first start migrates the database and reads all answers: two minutes are plenty. Azure takes at most
              // 10 failures (learn.microsoft.com/azure/container-apps/health-probes).
              type: 'Startup'
              httpGet: {
                path: '/health/live'
                port: 3978
              }
              periodSeconds: 15
              failureThreshold: 8
              timeoutSeconds: 5
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: 3978
              }
              periodSeconds: 30
              failureThreshold: 3
              timeoutSeconds: 5
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: 3978
              }
              periodSeconds: 10
              failureThreshold: 3
              timeoutSeconds: 5
            }
          ]
        }
      ]
      volumes: withReportUpload ? [
        {
          name: 'reports'
          storageType: 'AzureFile'
          storageName: 'reports'
        }
      ] : []
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '50'
              }
            }
          }
        ]
      }
    }
  }
  // Without the share Azure leaves this dependency out.
  dependsOn: [reports]
}

output publicUrl string = usedUrl
output reportShare string = withReportUpload ? 'https://${storage.name}.file.${environment().suffixes.storage}/reports' : ''
